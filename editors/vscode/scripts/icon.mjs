// Draws media/icon-128.png and icon-256.png from media/icon.svg: node scripts/icon.mjs (needs Chromium)
import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';

const svg = readFileSync('media/icon.svg', 'utf8').replace(/ width="128" height="128"/, ' width="100%" height="100%"');
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const size of [128, 256]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<body style="margin:0">${svg}</body>`);
  await page.screenshot({ path: `media/icon-${size}.png`, omitBackground: true });
}
await browser.close();
