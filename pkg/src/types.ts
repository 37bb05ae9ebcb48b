/** The pages of the widget. */
export type Page = "activities" | "leads" | "help" | "me" | "desk" | "office" | "district";

/** The element's attributes, as templates write them. */
export interface BranchAttributes {
  /** The branch to show, such as `xinzhou-beijing`. */
  branch?: string | undefined;
  /** The district to show, for its officers. */
  district?: string | undefined;
  /** Address of the service; without it the rules run in the page, on samples. */
  service?: string | undefined;
  /** The language of every sentence. */
  lang?: "zh-CN" | "en" | undefined;
  /** `elder` is 长辈版. */
  mode?: "standard" | "elder" | undefined;
  /** The page to open. */
  page?: Page | undefined;
  /** `lazy` fetches nothing before the element comes near the window. */
  loading?: "lazy" | undefined;
  /** `open` lets the page's scripts read inside. */
  root?: "closed" | "open" | undefined;
}

/** What the widget is told at its start and whenever an attribute changes. */
export interface Config {
  /** The branch to show, such as `xinzhou-beijing`. */
  branch?: string;
  /** The district to show, for its officers. */
  district?: string;
  /** Address of the service, absolute and without a closing slash. */
  service?: string;
  /** `zh-CN` or `en`. */
  lang: "zh-CN" | "en";
  /** `elder` is 长辈版. */
  mode: "standard" | "elder";
  /** The page to open. */
  page?: string;
}

/** What the widget may ask of the page around it. */
export interface Host {
  /** The token; nothing when nobody has signed in, null when the page leaves that to the widget. */
  getToken(): Promise<string | null | undefined>;
  /** Whom it asks instead of the network: the rules in the page. */
  fetch?: typeof fetch;
  emit(name: string, detail: object): void;
}

/** Gives the caller's token, or nothing when nobody has signed in. */
export type GetToken = () => Promise<string | undefined> | string | undefined;

/** `detail` of `guiyan-error`. */
export interface ErrorDetail {
  /** A stable word: `csp`, `mime`, `cors`, `network`, `status`, `version`, `unsupported`, `token`, `panic`, … */
  code: string;
  /** A sentence for the administrator of the page. */
  message?: string;
}

/** The element's events; all of them bubble and leave shadow roots. */
export interface GuiyanEvents {
  "guiyan-ready": CustomEvent<object>;
  "guiyan-change": CustomEvent<object>;
  "guiyan-sign-in-needed": CustomEvent<object>;
  "guiyan-error": CustomEvent<ErrorDetail>;
}
