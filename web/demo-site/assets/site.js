// The little script of the sample site: search, forms, saved homes, and the switch for simulated visitors.

const track = (type, data) => window.sojourn?.('track', type, data);
const fields = (form) => Object.fromEntries(new FormData(form));

document.getElementById('search')?.addEventListener('submit', (event) => {
  event.preventDefault();
  const query = fields(event.target).query.trim();
  const words = query.toLowerCase().split(/[\s,]+/);
  let results = 0;
  for (const card of document.querySelectorAll('.card')) {
    const is_found = words.every((word) => card.textContent.toLowerCase().includes(word));
    card.hidden = !is_found;
    if (is_found) results += 1;
  }
  document.getElementById('found').textContent = `${results} of 12 homes`;
  track('search', { query, results });
});

for (const button of document.querySelectorAll('button[data-sojourn-event]')) {
  const done = { property_save: 'Saved', property_share: 'Link copied' }[button.dataset.sojournEvent];
  button.addEventListener('click', () => {
    button.textContent = done;
    button.setAttribute('aria-pressed', 'true');
    if (button.dataset.sojournEvent === 'property_share') {
      const { sojournPropertyId } = button.dataset;
      navigator.clipboard
        ?.writeText(`${location.origin}/demo/listings/${sojournPropertyId}.html`)
        .catch(() => {});
    }
  });
}

const tour = document.getElementById('tour');
if (tour) {
  const wanted = new URLSearchParams(location.search).get('property');
  if (wanted) tour.elements.property_id.value = wanted;
  tour.addEventListener('submit', (event) => {
    event.preventDefault();
    const { email, name, ...request } = fields(tour);
    track('tour_request', request);
    window.sojourn?.('identify', { email, name });
    tour.querySelector('[role=status]').textContent = 'Thank you. We will write to you today.';
  });
}

document.getElementById('inquiry')?.addEventListener('submit', (event) => {
  event.preventDefault();
  const { email, question } = fields(event.target);
  track('inquiry', { question });
  window.sojourn?.('identify', { email });
  event.target.querySelector('[role=status]').textContent = 'Thank you. We will answer soon.';
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
