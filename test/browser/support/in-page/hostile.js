/* Runs inside the page: whether text that people have typed has become anything but text. */
(() => {
  /** Scripts that the page came with; whatever comes later must come from the program's own files. */
  const own = (address) => new URL(address, location.href).origin === location.origin;
  const RUNS = /^(javascript|vbscript|data:text)/i;
  const ADDRESSES = ['href', 'xlink:href', 'src', 'action', 'formaction', 'data', 'srcdoc', 'to'];
  const FOREIGN =
    'embed, object, marquee, isindex, math, base, frame, frameset, video, audio, animate, set, ' +
    'foreignObject, meta[http-equiv="refresh"], img[src="x"], details[ontoggle], iframe:not(.preview iframe)';

  const faultOf = (element) => {
    const { tagName } = element;
    if (element.matches(FOREIGN)) return 'element';
    if (/^script$/i.test(tagName) && !(element.src && own(element.src))) return 'script';
    if (/^link$/i.test(tagName) && !own(element.href)) return 'link';
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) return name;
      // Spaces and control characters in an address mean nothing to a browser.
      if (ADDRESSES.includes(name) && RUNS.test(value.replace(/[\u0000-\u0020]/g, ''))) return name;
    }
    return undefined;
  };

  /** Elements that the program's own screens never have. */
  const foreign = () =>
    [...document.querySelectorAll('*')]
      .map((element) => [faultOf(element), element])
      .filter(([fault]) => fault)
      .map(([fault, element]) => `${fault}: ${element.outerHTML.slice(0, 160)}`);

  /** Everything that can be read: words, what stands in fields, and what the pointer is told. */
  const words = () => {
    const fields = [...document.querySelectorAll('input, textarea')].map(({ value }) => value);
    const hints = [...document.querySelectorAll('[title], [aria-label]')].flatMap((element) => [
      element.title,
      element.getAttribute('aria-label') ?? '',
    ]);
    return [document.title, document.body.innerText, ...fields, ...hints].join('\n');
  };

  const unfold = () => {
    for (const fold of document.querySelectorAll('details')) fold.open = true;
  };

  /** Which texts are noticed once they are markup: each for a moment in a box of its own. */
  const foundAsMarkup = (texts) =>
    texts.filter((text) => {
      const box = document.body.appendChild(document.createElement('div'));
      box.innerHTML = text;
      const found = foreign().length > 0;
      box.remove();
      return found;
    });

  window.hostile = {
    foundAsMarkup,
    look: () => unfold() ?? { words: words(), foreign: foreign(), broken: 'broken' in window },
  };
})();
