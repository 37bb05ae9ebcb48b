// What leaves the widget: the district's plots and tables as files that really
// arrive, and an address where the browser will not copy.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { start } from "./harness.mjs";
import { backstage } from "./lib/backstage.mjs";
import { downloads } from "./lib/downloads.mjs";
import { sound } from "./lib/looks.mjs";

const REGISTERS = [
  ["流动党员花名册", /^"姓名","性别","出生年月"/],
  ["流动党员党组织登记表", /^"党组织名称"/],
  ["流动党员情况统计表", /^"/],
];

describe("files and addresses", () => {
  // A name that is neither https nor the machine's own: no clipboard is there.
  const PLAIN = "portal.example";
  let lab, stage;
  before(async () => {
    lab = await start({ flags: [`--host-resolver-rules=MAP ${PLAIN} 127.0.0.1`] });
    stage = backstage(lab.url);
  });
  after(() => lab?.stop());

  test("plots and tables of the district are saved as files", async () => {
    const officer = await lab.open({
      path: "/beijing",
      persona: "district-officer",
      viewport: "desktop",
      reducedMotion: true,
    });
    const saved = await downloads(officer);
    // A list of names says what for and to whom first.
    await officer.press("button", new RegExp(`^下载.?${REGISTERS[0][0]}$`));
    await officer.css('#handing-purpose[aria-invalid="true"]');
    await officer.choose("用途", "按规定上报");
    await officer.choose("交给谁", "秦峰镇");
    for (const [name, head] of REGISTERS) {
      await officer.press("button", new RegExp(`^下载.?${name}$`));
      const { file, bytes } = await saved.next();
      assert.match(file, new RegExp(`^${name}-\\d{4} ?年.*\\.csv$`));
      assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], "a mark for spreadsheets");
      const text = bytes.toString("utf8").slice(1);
      assert.match(text, head);
      assert.equal(text.split("\r\n").at(-1), "");
      assert.doesNotMatch(text, /\ufeff|undefined|null/);
      assert.ok(text.split("\r\n").length > 2, `${name} has rows`);
    }

    await officer.press("button", /新提交线索：存为矢量图/);
    const drawing = await saved.next();
    assert.match(drawing.file, /^新提交线索.*\.svg$/);
    const svg = drawing.bytes.toString("utf8");
    const told = await officer.evaluate((source) => {
      const parsed = new DOMParser().parseFromString(source, "image/svg+xml");
      return {
        broken: parsed.querySelector("parsererror") !== null,
        words: parsed.documentElement.textContent,
        marks: parsed.querySelectorAll("rect, path").length,
      };
    }, svg);
    assert.equal(told.broken, false);
    assert.match(told.words, /新提交线索 · 北京支部/);
    assert.match(told.words, /新提交线索 · 义乌支部/);
    assert.ok(told.marks > 4);
    assert.doesNotMatch(svg, /class=|<script|href/);

    await officer.press("button", /新提交线索：存为图片/);
    const picture = await saved.next();
    assert.match(picture.file, /^新提交线索.*\.png$/);
    assert.equal(picture.bytes.subarray(1, 4).toString(), "PNG");
    const [width, height] = [picture.bytes.readUInt32BE(16), picture.bytes.readUInt32BE(20)];
    assert.ok(width > 600 && height > 300, `${width} × ${height}`);
    await saved.done("target/screenshots");
    await officer.assertClean();
    await officer.done();
  });

  test("on plain http the address is selected, and that is said", async () => {
    await stage.member("new:plain", "徐明文");
    const address = lab.url.replace("127.0.0.1", PLAIN);
    const member = await lab.open({
      path: `${address}/beijing`,
      persona: "new:plain",
      viewport: "phone",
      reducedMotion: true,
      // Nor will it copy by the old way.
      prepare: (page) =>
        page.evaluateOnNewDocument(() => {
          document.execCommand = () => false;
        }),
    });
    await member.press("tab", "归雁");
    assert.equal(await member.evaluate(() => isSecureContext), false);
    await member.press("button", "复制地址");
    await member.text("已选中，请长按或用键盘复制。");
    const chosen = await member.evaluate(() => {
      const input = document.querySelector("guiyan-branch").shadowRoot.activeElement;
      return input.value.slice(input.selectionStart, input.selectionEnd);
    });
    assert.equal(chosen, `${address}/beijing#guiyan-invite`);
    await sound(member, "invite-selected");
    await member.assertClean();
    await member.done();
  });
});
