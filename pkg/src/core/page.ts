import { inIndexedDb, inMemory } from "./keeper.js";
import type { Local } from "./local.js";
import type { Options } from "./api.js";

/** Sample identities, and what each is called. */
const PERSONAS = [
  ["", "未登录", "signed out"],
  ["visitor", "访客", "visitor"],
  ["beijing-member", "北京党员", "member, Beijing"],
  ["beijing-secretary", "北京书记", "secretary, Beijing"],
  ["beijing-steward", "北京签到员", "steward, Beijing"],
  ["yiwu-member", "义乌党员", "member, Yiwu"],
  ["yiwu-secretary", "义乌书记", "secretary, Yiwu"],
  ["qinfeng-liaison", "秦峰镇联络员", "liaison, Qinfeng"],
  ["department-contact", "部门联系人", "contact of a department"],
  ["district-officer", "区委组织部", "district officer"],
] as const;

const WORDS = {
  "zh-CN": {
    kept: "示例：没有接服务，数据只留在这台设备上。",
    passing: "示例：没有接服务，这里存不了数据，关掉就没有了。",
    who: "示例身份",
  },
  en: {
    kept: "A sample: there is no service, and data stays on this device.",
    passing: "A sample: there is no service, and nothing can be kept here; it ends with the page.",
    who: "Sample identity",
  },
} as const;

const KEY = "guiyan-persona";
/** Sample people of each branch. */
const PEOPLE = 24;

let opened: Promise<{ local: Local; kept: boolean }> | undefined;

/** The rules for all elements of the page; tried anew when it failed. */
function shared(open: (options: Options) => Promise<Local>): NonNullable<typeof opened> {
  const begin = async (): Promise<{ local: Local; kept: boolean }> => {
    // A sandboxed frame has no storage.
    const keeper = await inIndexedDb("guiyan-sample").catch(() => undefined);
    const local = await open({ keeper: keeper ?? inMemory(), sample: PEOPLE });
    return { local, kept: keeper !== undefined };
  };
  opened ??= begin().catch((cause) => {
    opened = undefined;
    throw cause;
  });
  return opened;
}

/** What an element needs in a page without a service. */
export interface LocalPage {
  fetch: typeof fetch;
  /** The token of whoever is chosen. */
  token(): string | undefined;
  /** Says what this is, and lets people choose who they are. */
  bar: HTMLElement;
  /** Says it in another language. */
  speak(lang: "zh-CN" | "en"): void;
}

/** Opens the rules for an element; `changed` is called when somebody else is chosen. */
export async function page(
  open: (options: Options) => Promise<Local>,
  branch: string | undefined,
  changed: () => void,
): Promise<LocalPage> {
  const { local, kept } = await shared(open);
  const bar = document.createElement("div");
  bar.className = "guiyan-local";
  bar.setAttribute("part", "local");
  const text = document.createElement("span");
  const label = document.createElement("label");
  const name = document.createElement("span");
  const select = document.createElement("select");
  for (const [persona] of PERSONAS) select.append(new Option("", persona));
  label.append(name, select);
  bar.append(text, label);
  select.value = remembered() ?? `${branch?.split("-").pop()}-member`;
  if (select.selectedIndex < 0) select.value = branch ? "visitor" : "district-officer";
  select.addEventListener("change", () => {
    remember(select.value);
    changed();
  });
  return {
    fetch: local.fetch as typeof fetch,
    token: () => select.value || undefined,
    bar,
    speak: (lang) => {
      const words = WORDS[lang];
      text.textContent = kept ? words.kept : words.passing;
      name.textContent = words.who;
      PERSONAS.forEach(([, zh, en], index) => {
        const option = select.options[index];
        if (option) option.text = lang === "en" ? en : zh;
      });
    },
  };
}

// Each tab is a person of its own, so that two can be watched side by side.
function remembered(): string | undefined {
  try {
    return sessionStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

function remember(persona: string): void {
  try {
    sessionStorage.setItem(KEY, persona);
  } catch {
    // The choice then lasts as long as the page.
  }
}
