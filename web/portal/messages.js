// The text messages that a demo does not send, as they come.

const list = document.getElementById("messages");
const none = document.getElementById("none");
const OFTEN = 2000;

let shown; // the messages in the list, as text; nothing after a try that failed

function row({ at, phone, code }) {
  const row = document.createElement("div");
  const to = document.createElement("dt");
  const text = document.createElement("dd");
  to.textContent = phone.replace(/^(\d{3})(\d{4})/, "$1 $2 ");
  text.textContent = `【归雁】验证码 ${code}，5 分钟内有效。（${at.slice(11, 19)}）`;
  row.append(to, text);
  return row;
}

async function look() {
  const response = await fetch("/v1/demo/messages").catch(() => undefined);
  if (!response?.ok) {
    shown = undefined;
    return say("现在取不到短信，正在重试。");
  }
  const { messages } = await response.json();
  const now = JSON.stringify(messages);
  if (now === shown) return undefined;
  shown = now;
  list.replaceChildren(...messages.map(row));
  return say(messages.length > 0 ? "" : "还没有短信。在支部页面用手机号登录，验证码就会出现在这里。");
}

function say(sentence) {
  none.textContent = sentence;
  none.hidden = sentence === "";
}

async function follow() {
  if (!document.hidden) await look();
  setTimeout(follow, OFTEN);
}

document.addEventListener("visibilitychange", () => document.hidden || look());
follow();
