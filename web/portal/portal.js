// The demo host: a portal that signs people in, here by a switch of sample
// identities instead of a login. Everything it tells the widget goes through
// the element's public attributes, properties and events.

const PERSONAS = [
  ["", "未登录"],
  ["visitor", "访客"],
  ["new", "新来的人"],
  ["beijing-member", "北京党员"],
  ["beijing-secretary", "北京书记"],
  ["beijing-steward", "北京签到员"],
  ["yiwu-member", "义乌党员"],
  ["yiwu-secretary", "义乌书记"],
  ["qinfeng-liaison", "秦峰镇联络员"],
  ["department-contact", "部门联系人"],
  ["district-officer", "区委组织部"],
];

// Sample tokens last longer than this; a new one is asked for in time.
const TOKEN_AGE = 5 * 60 * 1000;

const select = document.getElementById("persona");
const hint = document.getElementById("hint");
const language = document.getElementById("language");
const elder = document.getElementById("elder");
const element = document.querySelector("guiyan-branch");

// Each tab is a person of its own, so that two can be watched side by side.
const memory = {
  get: (key) => {
    try {
      return sessionStorage.getItem(`portal-${key}`) ?? "";
    } catch {
      return ""; // storage is closed in sandboxed frames
    }
  },
  set: (key, value) => {
    try {
      sessionStorage.setItem(`portal-${key}`, value);
    } catch {
      // the choice then lasts as long as the page
    }
  },
};

let persona = memory.get("persona");
let asked; // { at, token }: the promise of the current persona's token
let asks = false; // whether signing in is being asked for

async function fetchToken() {
  const response = await fetch("/v1/demo/tokens", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ persona }),
  });
  if (!response.ok) throw new Error(`no token for ${persona}: ${response.status}`);
  return (await response.json()).token;
}

function getToken() {
  if (!persona) return Promise.resolve(undefined);
  if (!asked || Date.now() - asked.at > TOKEN_AGE) {
    const mine = { at: Date.now(), token: fetchToken() };
    asked = mine;
    mine.token.catch(() => {
      if (asked === mine) asked = undefined;
      say("没有拿到这个示例身份，请稍后再选一次。");
    });
  }
  return asked.token;
}

// A district officer comes for the figures; everybody else for the branch.
function lead() {
  if (!element) return;
  if (persona === "district-officer") element.setAttribute("page", "district");
  else element.removeAttribute("page");
}

function say(sentence, ...more) {
  hint.replaceChildren(sentence, ...more);
  hint.parentElement.classList.toggle("hinting", sentence !== "");
}

// Setting it anew tells the widget that the caller has changed. Whom the portal
// has not signed in may do so in the widget, by phone.
function offer() {
  if (element) element.getToken = persona ? () => getToken() : undefined;
}

// What a demo does not send is shown on a page of its own.
function messages() {
  const link = document.createElement("a");
  link.href = "/messages";
  link.target = "_blank";
  link.textContent = "短信（演示）";
  return link;
}

function choose(value) {
  // A new person each time it is chosen; a reload of the page keeps them.
  const random = () => crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
  persona = value === "new" ? `new:${random()}` : value;
  memory.set("persona", persona);
  asked = undefined;
  asks = false;
  say("");
  lead();
  offer();
}

function press(button, key, apply) {
  const show = (on) => {
    button.setAttribute("aria-pressed", String(on));
    apply(on);
  };
  show(memory.get(key) === "on");
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    memory.set(key, on ? "on" : "");
    show(on);
  });
}

for (const [value, label] of PERSONAS) select.append(new Option(label, value));
select.value = persona.startsWith("new:") ? "new" : persona;
select.addEventListener("change", () => choose(select.value));

press(language, "english", (on) => {
  language.textContent = on ? "中文" : "English";
  language.lang = on ? "zh-CN" : "en";
  element?.setAttribute("lang", on ? "en" : "zh-CN");
});

// The widget has a switch of its own, which sets the attribute: the page goes along.
function follow() {
  const on = element ? element.getAttribute("mode") === "elder" : memory.get("mode") === "elder";
  document.documentElement.classList.toggle("elder", on);
  elder.setAttribute("aria-pressed", String(on));
}

if (element) new MutationObserver(follow).observe(element, { attributeFilter: ["mode"] });
if (element && memory.get("mode")) element.setAttribute("mode", memory.get("mode"));
follow();
elder.addEventListener("click", () => {
  memory.set("mode", elder.getAttribute("aria-pressed") === "true" ? "standard" : "elder");
  element?.setAttribute("mode", memory.get("mode"));
  follow();
});

if (element) {
  lead();
  if (persona) offer();
  element.addEventListener("guiyan-sign-in-needed", () => {
    asks = true;
    say("这一步需要先登录：选一个示例身份，或用手机号，验证码在这里看：", messages());
  });
  // Whoever has signed in by phone is shown anew, and asked no more.
  element.addEventListener("guiyan-change", () => {
    if (asks) say("");
    asks = false;
  });
}
