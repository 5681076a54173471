// A survey answered in a real browser: on a phone and on a desktop, in Chinese and English,
// interrupted and gone on with, sent twice from two windows, by keyboard alone, without scripts,
// and by curl.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';

import {desktop, invite, launch, look, phone, responses, startBrowser} from './survey.mjs';

const identified = 'CAMPAIGN_PRIVACY_IDENTIFIED';
const anonymous = 'CAMPAIGN_PRIVACY_ANONYMOUS';
let browser;
const links = [];

before(async () => {
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
  // No log has the secret of any link.
  for (const log of readdirSync(process.env.BROWSER_LOGS)) {
    const text = readFileSync(path.join(process.env.BROWSER_LOGS, log), 'utf8');
    for (const link of links) {
      assert(!text.includes(link.split('/').at(-1)), `${log} has a token`);
    }
  }
});

// A new invitation's link.
async function linkOf(campaign) {
  links.push(await invite(campaign));
  return links.at(-1);
}

// A person's browser: nothing of another one is in it. Requests with a referrer are refused.
async function person(device, locale, more = {}) {
  const context = await browser.newContext({...device, locale, ...more});
  await context.route('**/*', (route) => {
    const {referer} = route.request().headers();
    return referer?.includes('/s/') ? route.abort() : route.continue();
  });
  return context;
}

const choose = (page, field, value) =>
    page.locator(`input[name="a.${field}"][value="${value}"]`).check({force: true});
const next = (page) => page.locator('button.go').click();

test('on a phone in Chinese, interrupted and gone on with elsewhere', async () => {
  const campaign = await launch(identified);
  const link = await linkOf(campaign);
  const first = await person(phone, 'zh-CN');
  let page = await first.newPage();
  await page.goto(link);
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
  await look(page, 'phone_zh_1_score');
  await next(page);
  // Nothing was chosen: it says so, and the focus is there.
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'alert');
  await look(page, 'phone_zh_2_nothing_chosen');
  await page.locator('.box a').click();
  assert.equal(await page.evaluate(() => document.activeElement.name), 'a.nps');
  await choose(page, 'nps', 3);
  await next(page);
  // A low score asks why, on the same page.
  assert.equal(await page.evaluate(() => document.activeElement.name), 'a.why');
  await look(page, 'phone_zh_3_why');
  await choose(page, 'why', 'else');
  await page.locator('input[name="a.why.text"]').fill('售后 <太慢>');
  await next(page);
  assert.match(await page.locator('.step').innerText(), /第 2 页，共 3 页/);
  await choose(page, 'service.speed', 2);
  await page.locator('button', {hasText: '上一页'}).click();
  assert(await page.locator('input[name="a.nps"][value="3"]').isChecked());
  await first.close();

  const second = await person(phone, 'zh-CN', {colorScheme: 'dark'});
  page = await second.newPage();
  await page.goto(link);
  await next(page);
  assert.match(await page.locator('.step').innerText(), /第 2 页，共 3 页/);
  assert(await page.locator('input[name="a.service.speed"][value="2"]').isChecked());
  await choose(page, 'service.skill', 'na');
  await choose(page, 'contact_again', 'phone');
  await look(page, 'phone_zh_4_service_dark');
  await next(page);
  assert.match(await page.locator('.ask').innerText(), /您给了 3 分/);
  await page.locator('textarea').fill('希望快一点');
  await look(page, 'phone_zh_5_words_dark');
  await next(page);
  assert.match(await page.locator('main').innerText(), /谢谢您的回答/);
  await look(page, 'phone_zh_6_thanks_dark');
  await second.close();

  const [response] = await responses(campaign);
  assert.deepEqual(response.answers, {
    contact_again: {choices: ['phone']},
    nps: {number: 3},
    service: {rows: {speed: 2}, notApplicableRows: ['skill']},
    why: {choices: ['else'], text: '售后 <太慢>'},
    words: {text: '希望快一点'},
  });
  assert.equal(response.language, 'zh');
});

test('on a desktop in English, sent twice from two windows', async () => {
  const campaign = await launch(identified);
  const link = await linkOf(campaign);
  const context = await person(desktop, 'en-GB');
  const one = await context.newPage();
  await one.goto(link);
  assert.equal(await one.locator('html').getAttribute('lang'), 'en');
  await look(one, 'desktop_en_1_score');
  await choose(one, 'nps', 9);
  await next(one);
  assert.match(await one.locator('.step').innerText(), /Page 2 of 2/);
  // In the other language and back, with what was typed kept.
  await one.locator('textarea').fill('Very quick');
  await one.locator('button.lang').click();
  assert.equal(await one.locator('html').getAttribute('lang'), 'zh-CN');
  assert.equal(await one.locator('textarea').inputValue(), 'Very quick');
  await one.locator('button.lang').click();
  const two = await context.newPage();
  await two.goto(link);
  await two.locator('textarea').fill('From the other window');
  await look(two, 'desktop_en_2_words');
  await next(one);
  assert.match(await one.locator('main').innerText(), /Thank you for answering/);
  await look(one, 'desktop_en_3_thanks');
  await next(two);
  assert.match(await two.locator('main').innerText(), /Thank you for answering/);
  await context.close();
  const all = await responses(campaign);
  assert.equal(all.length, 1);
  assert.deepEqual(all[0].answers, {nps: {number: 9}, words: {text: 'Very quick'}});
});

test('two windows that say otherwise are put together and shown', async () => {
  const link = await linkOf(await launch(identified));
  const context = await person(desktop, 'zh-CN');
  const one = await context.newPage();
  const two = await context.newPage();
  await one.goto(link);
  await two.goto(link);
  await choose(one, 'nps', 9);
  await next(one);
  await choose(two, 'nps', 8);
  await next(two);
  assert.match(await two.locator('.box').innerText(), /另一个窗口/);
  await look(two, 'desktop_zh_two_windows');
  await next(two);
  assert.match(await two.locator('.ask').innerText(), /您给了 8 分/);
  await context.close();
});

// Answers a new link without a mouse; where the page was at the end.
async function answerByKeys(campaign) {
  const link = await linkOf(campaign);
  const context = await person(desktop, 'en-US');
  const page = await context.newPage();
  await page.goto(link);
  const focused = () => page.evaluate(() => document.activeElement.name ?? '');
  for (let i = 0; i < 5 && await focused() !== 'a.nps'; ++i) await page.keyboard.press('Tab');
  assert.equal(await focused(), 'a.nps');
  await page.keyboard.press('Space');
  for (let i = 0; i < 10; ++i) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');  // goes on, not to the other language
  await page.waitForURL(/page=end/);
  await page.locator('textarea').focus();
  await page.keyboard.type('All by keys');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Thank you for answering').waitFor();
  return {page, link, context};
}

test('by keyboard alone', async () => {
  const campaign = await launch(identified);
  const {context} = await answerByKeys(campaign);
  await context.close();
  const [response] = await responses(campaign);
  assert.deepEqual(response.answers, {nps: {number: 10}, words: {text: 'All by keys'}});
});

test('an anonymous link is gone when it was answered', async () => {
  const campaign = await launch(anonymous);
  const {page, link, context} = await answerByKeys(campaign);
  // Nobody can tell any more that it was this link.
  await page.goto(link);
  assert.match(await page.locator('main').innerText(), /Answered or taken back/);
  await look(page, 'desktop_en_gone');
  await context.close();
  // One response alone is listed for nobody.
  assert.deepEqual(await responses(campaign), []);
});

test('with scripts switched off', async () => {
  const campaign = await launch(identified);
  const context = await person(phone, 'zh-CN', {javaScriptEnabled: false});
  const page = await context.newPage();
  await page.goto(await linkOf(campaign));
  await choose(page, 'nps', 10);
  await next(page);
  await page.locator('textarea').fill('不需要脚本');
  await next(page);
  assert.match(await page.locator('main').innerText(), /谢谢您的回答/);
  await context.close();
  assert.equal((await responses(campaign))[0].answers.words.text, '不需要脚本');
});

test('by curl', async () => {
  const campaign = await launch(identified);
  const link = await linkOf(campaign);
  const curl = (...fields) => execFileSync(
      'curl', ['-sSL', ...fields.flatMap((field) => ['--data-urlencode', field]), link],
      {encoding: 'utf8'});
  assert.match(curl(), /您有多大可能/);
  const hidden = (page) => [...page.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(
      ([, name, value]) => `${name}=${value}`);
  const second = curl(...hidden(curl()), 'a.nps=7');
  assert.match(second, /您给了 7 分/);
  assert.match(curl(...hidden(second), 'a.words=由 curl 提交'), /谢谢您的回答/);
  assert.equal((await responses(campaign))[0].answers.words.text, '由 curl 提交');
});

test('a link that never was one says so', async () => {
  const context = await person(phone, 'zh-CN');
  const page = await context.newPage();
  const answer = await page.goto(`${process.env.BROWSER_HTTP}/s/${'x'.repeat(48)}`);
  assert.equal(answer.status(), 404);
  assert.match(await page.locator('main').innerText(), /链接无效/);
  await look(page, 'phone_zh_unknown');
  await context.close();
});
