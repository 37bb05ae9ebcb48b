/** The types of the wire, under the names that the package speaks of. */
import type { components } from "./schema.js";

type Schemas = components["schemas"];

/** What somebody asks for; the `type` says what. */
export type Command =
  | Schemas["MemberCommand"]
  | Schemas["ActivityCommand"]
  | Schemas["PlanCommand"]
  | Schemas["RequestCommand"]
  | Schemas["LeadCommand"]
  | Schemas["PlanCommand"]
  | Schemas["NeedCommand"]
  | Schemas["AppointmentCommand"]
  | Schemas["DistrictCommand"];

/** What a command came to: ids and codes. */
export type Outcome = Schemas["Outcome"];

/** The answer to a command. */
export interface Answer {
  /** The number of the stream's last event after it: views from then on show it. */
  version: number;
  outcome: Outcome;
  /** Of an erasure: what its person keeps of it. */
  receipt?: Schemas["ReceiptView"];
}

/** What stands at which address. */
export interface Views {
  "/v1/branches": Schemas["BranchList"];
  "/v1/branches/{branch}": Schemas["BranchView"];
  "/v1/branches/{branch}/roster": Schemas["RosterPage"];
  "/v1/branches/{branch}/leads": Schemas["LeadsView"];
  "/v1/branches/{branch}/help": Schemas["HelpView"];
  "/v1/branches/{branch}/plans": Schemas["PlansView"];
  "/v1/leads": Schemas["HeldLeadsView"];
  "/v1/matters": Schemas["MattersPage"];
  "/v1/townships/{township}": Schemas["TownshipPage"];
  "/v1/district": Schemas["DistrictView"];
  "/v1/district/overview": Schemas["OverviewView"];
  "/v1/district/rows": Schemas["RowsView"];
  "/v1/district/roster": Schemas["RosterPage"];
  "/v1/offices": Schemas["OfficesView"];
  "/v1/dues": Schemas["DuesRates"];
  "/v1/me": Schemas["MeView"];
  "/v1/me/data": Schemas["MyDataView"];
  "/v1/receipts/{code}": Schemas["ReceiptView"];
}

/** The district's figures. */
export type Figures = Schemas["DistrictView"];
/** One suggestion, explained. */
export type Advice = Schemas["Advice"];
/** What is to be paid in a month, in fen: one amount, or a range. */
export type Dues = Schemas["Dues"];
/** The rates of the district, in fen and hundredths of a per cent. */
export type DuesRates = Schemas["DuesRates"];
/** Who pays, and on what. */
export type Payer = Schemas["Payer"];

/** An event in its place in a stream, as `guiyan export` writes it. */
export interface Recorded {
  /** `district`, or `branch:` and a branch's id. */
  stream: string;
  /** Its number in the stream, from 1 without gaps. */
  seq: number;
  /** When it was decided, RFC 3339 with +08:00. */
  at: string;
  /** The command that caused it. */
  command: string;
  /** What happened; the shapes of stored events are versioned apart from the wire. */
  event: Record<string, unknown>;
}
