// A campaign to answer, made through the API, and a browser to answer it in.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';

const gateway = process.env.BROWSER_HTTP;
const require = createRequire(path.join(process.env.BROWSER_TOOLS, 'package.json'));
const {chromium} = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const content = JSON.parse(
    readFileSync(new URL('../e2e/survey_content.json', import.meta.url), 'utf8'));

export async function call(method, url, body) {
  const answer = await fetch(gateway + url, {
    method,
    headers: {
      'Authorization': `Bearer ${process.env.BROWSER_TOKEN}`,
      ...(body ? {'Content-Type': 'application/json'} : {}),
    },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

// The name of a running campaign.
export async function launch(privacy) {
  const {name} = await call('POST', '/v1/questionnaires', {displayName: 'Branching', content});
  await call('POST', `/v1/${name}:publish`, {});
  const campaign = await call('POST', '/v1/campaigns', {
    displayName: 'Answering',
    purpose: 'CAMPAIGN_PURPOSE_SATISFACTION',
    questionnaireVersion: `${name}/versions/1`,
    privacy,
    channel: 'INVITATION_CHANNEL_LINK',
  });
  await call('POST', `/v1/${campaign.name}:launch`, {});
  return campaign.name;
}

// The link of a new invitation.
export async function invite(campaign) {
  const account = await call('POST', '/v1/accounts', {
    displayName: `Answering ${Math.random().toString(36).slice(2)}`,
    owner: 'e2e.wang',
  });
  const invitation = await call('POST', `/v1/${campaign}/invitations`, {
    account: account.name,
    channel: 'INVITATION_CHANNEL_LINK',
  });
  return invitation.url;
}

export async function responses(campaign) {
  return (await call('GET', `/v1/${campaign}/responses`)).responses ?? [];
}

export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.BROWSER_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync',
      '--disable-component-update', '--no-first-run', '--disable-dev-shm-usage',
    ],
  });
}

export const phone = {
  viewport: {width: 360, height: 740},
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};
export const desktop = {viewport: {width: 1280, height: 900}};

// Keeps what the page looks like, and fails when axe finds anything against WCAG 2.2 A or AA, or
// against its best practices.
export async function look(page, name) {
  await page.screenshot({
    path: path.join(process.env.BROWSER_SCREENSHOTS, `${name}.png`),
    fullPage: true,
  });
  await page.evaluate(axe);
  const {violations} = await page.evaluate(() => window.axe.run());
  if (violations.length > 0) {
    throw new Error(`${name}: ${violations.map(
        (v) => `${v.id}: ${v.nodes.map((n) => `${n.html} ${n.failureSummary}`).join('\n')}`)}`);
  }
  const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (overflow > 0) throw new Error(`${name} scrolls sideways by ${overflow} px`);
}
