// checks.mjs: what must hold on every page, whatever it shows: it fits, it can be read, it can be used by keyboard, and
// it holds nothing that the Content-Security-Policy forbids. Each answers a list of faults.

/** Runs in the page: the markup. */
function markupFaults() {
  const faults = [];
  const say = (text, element) => faults.push(`${text}: ${element?.outerHTML.slice(0, 120) ?? ''}`);
  if (document.documentElement.lang !== 'en') say('no language');
  if (!document.title.trim()) say('no title');
  if (document.querySelectorAll('h1').length !== 1) say('not exactly one h1');
  for (const element of document.querySelectorAll('script, style, [style], iframe, object, embed, base')) say('forbidden', element);
  for (const element of document.querySelectorAll('*'))
    for (const { name } of element.attributes) if (name.startsWith('on')) say('event handler', element);
  for (const input of document.querySelectorAll('input:not([type=hidden])')) if (!input.labels.length) say('no label', input);
  for (const element of document.querySelectorAll('[aria-describedby]'))
    for (const id of element.getAttribute('aria-describedby').split(/\s+/)) if (!document.getElementById(id)) say(`no element ${id}`, element);
  for (const form of document.querySelectorAll('form[method=post]'))
    if (!form.querySelector('input[name=csrf][type=hidden]')?.value) say('no csrf', form);
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) say(`id ${id} twice`);
  for (const element of document.querySelectorAll('[src], link[href]'))
    if (new URL(element.src ?? element.href).origin !== location.origin) say('from elsewhere', element);
  return faults;
}

/** Runs in the page: overflow and the contrast of every text (WCAG 2.2: 4.5, large text 3). */
function lookFaults() {
  const faults = [];
  const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (over > 0) faults.push(`${over} px too wide`);
  const parse = (color) => (color.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color[3] === undefined || color[3] === 1) return color.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility() || element.closest('[aria-hidden=true]')) continue;
    const style = getComputedStyle(element);
    const [a, b] = [luminance(parse(style.color).slice(0, 3)), luminance(background(element))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const enough = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < enough) faults.push(`contrast ${contrast.toFixed(2)} of "${node.data.trim().slice(0, 40)}"`);
  }
  for (const element of document.querySelectorAll('button, input:not([type=hidden])')) {
    const { width, height } = element.getBoundingClientRect();
    if (width < 24 || height < 24) faults.push(`target of ${Math.round(width)} × ${Math.round(height)} px: ${element.outerHTML.slice(0, 80)}`);
  }
  return faults;
}

export async function pageFaults(page) {
  await page.waitForLoadState('load');
  return [...(await page.evaluate(markupFaults)), ...(await page.evaluate(lookFaults))];
}

/** Tabs once through the page: everything that can be used must be reached, and show that it has the focus. */
export async function keyboardFaults(page) {
  const faults = [];
  const wanted = await page.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden])')].filter((element) => element.checkVisibility());
    all.forEach((element, i) => element.setAttribute('data-at', i));
    document.activeElement?.blur();
    return all.length;
  });
  const reached = new Set();
  for (let i = 0; i < wanted + 2; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      return {
        at: element.getAttribute('data-at'),
        shown: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        visible: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.left >= 0 && box.right <= innerWidth,
        html: element.outerHTML.slice(0, 80),
      };
    });
    if (at.at === null) continue;
    reached.add(at.at);
    if (!at.shown) faults.push(`focus does not show: ${at.html}`);
    if (!at.visible) faults.push(`focus is out of sight: ${at.html}`);
  }
  if (reached.size !== wanted) faults.push(`${reached.size} of ${wanted} controls reached by Tab`);
  return faults;
}
