// Steps of the main road that several specs share.

/** Fills the report-in's required fields, as far as they are given or usual. */
export async function fillReport(page, given = {}) {
  const { name = "徐归雁", homeBranch = "秦峰镇老坞村党支部" } = given;
  await page.fill("姓名", name);
  await page.fill("联系电话", "13900001234");
  await page.choose("党员类别", "正式党员");
  await page.fill("组织关系所在党支部", homeBranch);
  await page.choose("所属乡镇、街道", "秦峰镇");
  await page.fill("外出时间", "2024-03-01");
  await page.fill("所在城区", "朝阳区");
  await page.choose("外出原因", "经商创业");
  await page.choose("行业", "电商与跨境电商");
}

/**
 * Watches the widget from inside the page and gives the moment (by the clock
 * that all pages share) at which it first shows this text.
 */
export function follow(page, text) {
  return page.evaluate(
    (wanted) =>
      new Promise((resolve, reject) => {
        const root = document.querySelector("guiyan-branch").shadowRoot;
        const shows = () => [...root.children].some((child) => child.innerText.includes(wanted));
        if (shows()) return reject(new Error(`${wanted} was there before`));
        const end = performance.now() + 15_000;
        const look = () => {
          if (shows()) resolve(performance.timeOrigin + performance.now());
          else if (performance.now() > end) reject(new Error(`${wanted} did not come`));
          else setTimeout(look, 5);
        };
        return look();
      }),
    text,
  );
}

/** Runs in the page: whether a heading stands before the field with this label. */
export function noticesBefore(heading, label) {
  const root = document.querySelector("guiyan-branch").shadowRoot;
  const at = (selector, text) =>
    [...root.querySelectorAll(selector)].find((node) => node.textContent.trim().startsWith(text));
  const order = at("h3, h4", heading).compareDocumentPosition(at("label", label));
  const fields = [...root.querySelectorAll("input, select, textarea")];
  const first = fields[0].labels[0].textContent.startsWith(label);
  return first && (order & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
