// Draws a house for each property from its own figures, so that the sample site needs no photographs.

const skies = [
  ['#f7d9b5', '#f3b98b', '#e98f6b'],
  ['#cfe3ea', '#a8ccd7', '#f2d9a0'],
  ['#e9dcc9', '#c9d6c3', '#f0b96c'],
  ['#d6dcec', '#aebbdb', '#f5cfa0'],
];
const walls = ['#f6f1e7', '#c8553d', '#dfe5e8', '#e0b35a', '#7a8f85', '#eadfce'];
const roofs = ['#1d3557', '#3d4f45', '#5b3a2e', '#27404a'];

/** Always the same number for the same text: the picture of a property never changes. */
const seed_of = (text) => [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7);

const pick = (choices, seed) => choices[seed % choices.length];

export function illustration({ id, type, bedrooms }) {
  const seed = seed_of(`${id} ${type}`);
  const [high, low, sun] = pick(skies, seed);
  const is_tall = type === 'apartment' || type === 'loft';
  const building = is_tall
    ? tower(pick(walls, seed + 1), pick(roofs, seed), 4)
    : house(pick(walls, seed), pick(roofs, seed + 1), Math.min(4, bedrooms), type === 'townhouse');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 420" role="img">
<defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="${high}"/><stop offset="1" stop-color="${low}"/></linearGradient></defs>
<rect width="640" height="420" fill="url(#sky)"/>
<circle cx="${120 + (seed % 5) * 95}" cy="${92 + (seed % 3) * 18}" r="40" fill="${sun}"/>
<path d="M0 280 Q ${120 + (seed % 80)} ${205 + (seed % 30)} 280 268 T 640 ${238 + (seed % 30)} V420 H0Z" fill="#6f8f86" opacity=".55"/>
<path d="M0 330 Q 170 292 330 318 T 640 306 V420 H0Z" fill="#4c6b5f"/>
${pines(seed)}
${building}
<path d="M0 372 Q 320 350 640 374 V420 H0Z" fill="#39544a"/>
</svg>
`;
}

function house(wall, roof, windows, is_row) {
  const width = 110 + windows * 42;
  const left = 320 - width / 2;
  const top = is_row ? 172 : 222;
  const gap = width / windows;
  const row = (y) =>
    Array.from({ length: windows }, (_, index) => pane(left + gap * index + gap / 2 - 15, y)).join('');
  return `<rect x="${left + width * 0.72}" y="${top - 84}" width="24" height="70" fill="${roof}"/>
<rect x="${left}" y="${top}" width="${width}" height="${368 - top}" fill="${wall}"/>
<path d="M${left - 22} ${top + 4} L320 ${top - 88} L${left + width + 22} ${top + 4}Z" fill="${roof}"/>
${row(top + 26)}${is_row ? row(top + 92) : ''}
<rect x="302" y="306" width="36" height="62" rx="3" fill="#8a5a2b"/><circle cx="331" cy="339" r="2.5" fill="#f4d58a"/>`;
}

function tower(wall, roof, floors) {
  const panes = Array.from({ length: floors * 4 }, (_, index) =>
    pane(228 + (index % 4) * 50, 122 + Math.floor(index / 4) * 54),
  ).join('');
  return `<rect x="208" y="92" width="224" height="276" fill="${wall}"/><rect x="196" y="78" width="248" height="20" fill="${roof}"/>
${panes}<rect x="298" y="330" width="44" height="38" fill="${roof}"/>`;
}

const pane = (x, y) =>
  `<rect x="${x}" y="${y}" width="30" height="38" rx="2" fill="#fff3cf"/><path d="M${x + 15} ${y}v38M${x} ${y + 19}h30" stroke="#5d6b6f" stroke-width="2"/>`;

function pines(seed) {
  return [58, 112, 512, 566, 606]
    .map((x, index) => {
      const tall = 92 + ((seed >> index) % 5) * 16;
      const foot = 366 - (index % 2) * 10;
      const leaves = [0, 1, 2]
        .map((step) => {
          const y = foot - 18 - (step * tall) / 4;
          const half = 30 - step * 7;
          return `<path d="M${x - half} ${y} L${x} ${y - tall / 2.1} L${x + half} ${y}Z" fill="${index % 2 ? '#2f5247' : '#27463d'}"/>`;
        })
        .join('');
      return `<rect x="${x - 4}" y="${foot - 20}" width="8" height="22" fill="#5b4630"/>${leaves}`;
    })
    .join('');
}
