import assert from "node:assert/strict";

const TALK = "线上培训：直播带货入门";

export const about = "no service: the rules run in the page, on samples";

// Nothing but the page's own files: whatever would be asked of a service is refused.
export const policy = () =>
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src data:; connect-src 'self'";

export async function check({ open, name, browser }) {
  const page = await open(name);
  await page.event("guiyan-ready");
  await page.text("示例：没有接服务，数据只留在这台设备上。");
  assert.equal(await page.value("示例身份"), "北京党员");
  await page.press("button", new RegExp(TALK));
  await page.press("button", "报名");
  await page.text(/已报名|已候补/);
  await page.shot(`host-${name}-${browser}`);
  await page.assertAccessible();

  // What was answered is there after a reload, for whoever was chosen.
  await page.reload();
  await page.press("button", new RegExp(TALK));
  await page.text(/已报名|已候补/);

  await page.persona("北京书记");
  await page.press("tab", "名册");
  await page.text("·示例");
  await page.shot(`host-${name}-desk-${browser}`);
  await page.persona("访客");
  await page.text("报到后就可以报名支部的活动");

  // In the other language and in 长辈版 the bar follows.
  await page.$eval("guiyan-branch", (element) => {
    element.setAttribute("lang", "en");
    element.setAttribute("mode", "elder");
  });
  await page.text("A sample: there is no service, and data stays on this device.");
  await page.shot(`host-${name}-elder-${browser}`);
  const target = await page.$eval("pierce/.guiyan-local select", (node) => node.getBoundingClientRect().height);
  assert.ok(target >= 60, `${target} px`);

  const asked = await page.evaluate(() =>
    performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname),
  );
  assert.deepEqual(asked.filter((path) => path.startsWith("/v1/")), []);
  await page.assertClean();
  await page.done();
}
