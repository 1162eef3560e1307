// The pages of Harbor & Pine Homes, as plain functions from data to HTML.

const escaped = (text) =>
  String(text).replace(/[&<>"]/g, (sign) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }[sign]};`);

const price = (amount) => `$${amount.toLocaleString('en-US')}`;

const counted = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;

const rooms = ({ bedrooms, bathrooms, type }) =>
  `${counted(bedrooms, 'bedroom')} · ${counted(bathrooms, 'bath')} · ${type}`;

/** The server writes the site's public key where the placeholder stands. */
const tracker =
  '<script defer src="/sojourn.js" data-site="SOJOURN_PUBLIC_KEY" data-allow-automation></script>';

function page({ title, body, head = '' }) {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escaped(title)} · Harbor &amp; Pine Homes</title>
    <link rel="icon" href="/demo/mark.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/demo/site.css">
    ${tracker}
    <script defer src="/demo/site.js"></script>${head}
  </head>
  <body>
    <aside class="demo-bar">
      <span>This is a demo site. <a href="/">Watch it in the dashboard</a></span>
      <label><input type="checkbox" role="switch" id="visitors" disabled> Simulated visitors</label>
    </aside>
    <header class="top">
      <a class="brand" href="/demo/"><img src="/demo/mark.svg" alt="" width="34" height="34"> <span>Harbor <i>&amp;</i> Pine Homes</span></a>
      <nav aria-label="Main">
        <a href="/demo/#homes">Homes</a>
        <a href="/demo/about.html">About</a>
        <a href="/demo/contact.html">Contact</a>
      </nav>
    </header>
    <main>
${body}
    </main>
    <footer class="end">
      <p>Harbor &amp; Pine Homes is a sample. Its houses were drawn, not built.</p>
    </footer>
  </body>
</html>
`;
}

const card = (property) => `        <li class="card">
          <a href="${property.url}">
            <img src="${property.image}" alt="" width="640" height="420" loading="lazy">
            <span class="price">${price(property.price)}</span>
            <h3>${escaped(property.address)}</h3>
            <p>${escaped(property.city)}, ${property.state}</p>
            <p class="rooms">${escaped(rooms(property))}</p>
          </a>
          <button type="button" data-sojourn-event="property_save" data-sojourn-property-id="${property.id}" aria-label="Save ${escaped(property.address)}">Save</button>
        </li>`;

const grid = (properties) => `      <ul class="grid">
${properties.map(card).join('\n')}
      </ul>`;

export const home_page = (properties) =>
  page({
    title: 'Homes by the water and the woods',
    body: `      <section class="hero">
        <div>
          <h1>Homes by the water, and by the woods</h1>
          <p>Twelve places we would gladly live in ourselves. Walk through them slowly.</p>
          <form class="search" role="search" id="search">
            <label for="query">City, state or kind of home</label>
            <input id="query" name="query" type="search" placeholder="Portland, loft, 3 bedrooms…">
            <button type="submit">Search</button>
          </form>
        </div>
        <img src="/demo/pictures/1001.svg" alt="A drawn house among pines" width="640" height="420">
      </section>
      <h2 id="homes">Homes</h2>
      <p id="found" role="status"></p>
      <p id="none" hidden>None of our homes is like that. <button type="button" id="all">Show all homes</button></p>
${grid(properties)}`,
  });

export const listing_page = (property, alike) =>
  page({
    title: property.address,
    head: `\n    <meta name="sojourn-property" content="${property.id}">`,
    body: `      <article class="listing">
        <img src="${property.image}" alt="A drawing of ${escaped(property.address)}" width="640" height="420">
        <div>
          <p class="project">${escaped(property.project)}</p>
          <h1>${escaped(property.address)}</h1>
          <p>${escaped(property.city)}, ${property.state}</p>
          <p class="price">${price(property.price)}</p>
          <p class="rooms">${escaped(rooms(property))}</p>
          <p class="words">${escaped(property.words)}</p>
          <p class="actions">
            <a class="main" href="/demo/contact.html?property=${property.id}" data-sojourn-event="contact_click" data-sojourn-property-id="${property.id}">Arrange a tour</a>
            <button type="button" data-sojourn-event="property_save" data-sojourn-property-id="${property.id}">Save</button>
            <button type="button" data-sojourn-event="property_share" data-sojourn-property-id="${property.id}">Share</button>
          </p>
        </div>
      </article>
      <h2 data-sojourn-view="alike_view" data-sojourn-property-id="${property.id}">You may like these too</h2>
${grid(alike)}`,
  });

export const about_page = () =>
  page({
    title: 'About us',
    body: `      <section class="prose">
        <h1>A small office with long walks</h1>
        <p>We look at every house twice: once in the rain, and once at the hour when the light is at its best. Then we write down both.</p>
        <p>We sell few homes and know each of them well: which stair creaks, where the sun is at breakfast, who lives next door.</p>
        <p><a href="/demo/contact.html">Come and see one with us.</a></p>
      </section>`,
  });

export const contact_page = (properties) =>
  page({
    title: 'Contact',
    body: `      <section class="prose">
        <h1>Come and see</h1>
        <p>Tell us which house, and when you are near. This demo keeps what you write on your own server.</p>
      </section>
      <div class="forms">
        <form id="tour" data-sojourn-event="tour_request" data-sojourn-workflow="tour" data-sojourn-property-id="${properties[0].id}">
          <h2>Arrange a tour</h2>
          <label>House
            <select name="property_id">
${properties.map(({ id, address, city }) => `              <option value="${id}">${escaped(`${address}, ${city}`)}</option>`).join('\n')}
            </select>
          </label>
          <label>Name <input name="name" autocomplete="name" required></label>
          <label>E-mail <input name="email" type="email" autocomplete="email" required></label>
          <label>Day <input name="day" type="date"></label>
          <button class="main" type="submit">Ask for a tour</button>
          <p role="status"></p>
        </form>
        <form id="inquiry" data-sojourn-event="inquiry" data-sojourn-workflow="inquiry">
          <h2>Ask a question</h2>
          <label>E-mail <input name="email" type="email" autocomplete="email" required></label>
          <label>Question <textarea name="question" rows="5" required></textarea></label>
          <button class="main" type="submit">Send</button>
          <p role="status"></p>
        </form>
      </div>`,
  });
