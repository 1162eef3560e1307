// The little script of the sample site: search, forms, saved homes, and the switch for simulated visitors.

const track = (type, data) => window.sojourn?.('track', type, data);
const fields = (form) => Object.fromEntries(new FormData(form));

/** Shows the homes that have all of the words, and says how many there are. */
function find(query) {
  const words = query.toLowerCase().split(/[\s,]+/);
  const cards = [...document.querySelectorAll('.card')];
  for (const card of cards)
    card.hidden = !words.every((word) => card.textContent.toLowerCase().includes(word));
  const results = cards.filter((card) => !card.hidden).length;
  document.getElementById('found').textContent = `${results} of ${cards.length} homes`;
  document.getElementById('none').hidden = results > 0;
  return results;
}

const search = document.getElementById('search');
search?.addEventListener('submit', (event) => {
  event.preventDefault();
  const query = fields(search).query.trim();
  track('search', { query, results: find(query) });
  document.getElementById('homes').scrollIntoView();
});
document.getElementById('all')?.addEventListener('click', () => {
  search.reset();
  find('');
});

// What these buttons tell stands in their attributes; the tracker reads it there.
for (const button of document.querySelectorAll('[data-sojourn-event=property_save]')) {
  button.addEventListener('click', () => {
    button.textContent = 'Saved';
    button.setAttribute('aria-pressed', 'true');
  });
}
for (const button of document.querySelectorAll('[data-sojourn-event=property_share]')) {
  button.addEventListener('click', () => {
    button.textContent = 'Link copied';
    navigator.clipboard?.writeText(location.href).catch(() => {});
  });
}

const thank = (form, words) => {
  form.querySelector('[role=status]').textContent = words;
};

const tour = document.getElementById('tour');
if (tour) {
  const house = tour.elements.property_id;
  const chosen = () => {
    tour.dataset.sojournPropertyId = house.value;
  };
  const wanted = new URLSearchParams(location.search).get('property');
  if (wanted) house.value = wanted;
  chosen();
  house.addEventListener('change', chosen);
  tour.addEventListener('submit', (event) => {
    event.preventDefault();
    const { email, name } = fields(tour);
    window.sojourn?.('identify', { email, name });
    thank(tour, 'Thank you. We will write to you today.');
  });
}

const inquiry = document.getElementById('inquiry');
inquiry?.addEventListener('submit', (event) => {
  event.preventDefault();
  window.sojourn?.('identify', { email: fields(inquiry).email });
  thank(inquiry, 'Thank you. We will answer soon.');
});

const visitors = document.getElementById('visitors');
const show = ({ running }) => {
  visitors.checked = running;
  visitors.disabled = false;
};
const ask = (options) =>
  fetch('/demo/visitors', options)
    .then((answer) => answer.json())
    .then(show)
    .catch(() => {
      visitors.disabled = true;
    });
visitors.addEventListener('change', () =>
  ask({
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ running: visitors.checked }),
  }),
);
ask();
