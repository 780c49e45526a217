const at = (id) => document.getElementById(id);
const WORDS = {
  known_person: 'known',
  unknown_person: 'unknown',
  blacklist_alert: 'blacklist alert',
  no_faces: 'no face',
  capture_failure: 'no picture',
};
const LONGEST_EDGE = 1280;
const SHOWN = 50;
let picture;
let stream;

at('file').addEventListener('change', async ({ target }) => {
  const [file] = target.files;
  if (!file) return;
  stopCamera();
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (!bitmap) return say('This file is no picture that the browser can read.', 'error');
  showPicture(await jpegOf(bitmap, bitmap.width, bitmap.height));
});

at('camera-toggle').addEventListener('click', async () => {
  if (stream) return stopCamera();
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, facingMode: 'user' } });
  } catch {
    return say('The camera cannot be used: allow it in the browser, or choose a photo.', 'error');
  }
  const camera = at('camera');
  camera.srcObject = stream;
  await camera.play();
  show(camera);
  at('camera-toggle').textContent = 'Turn camera off';
  at('press').disabled = false;
});

at('press').addEventListener('click', async () => {
  const button = at('press');
  button.disabled = true;
  button.classList.add('ringing');
  say('Looking who it is…');
  try {
    const body = await currentPicture();
    const visit = await call('/api/doorbell/press', { method: 'POST', body, headers: { 'X-Source': 'page' } });
    say(
      `${describe(visit)} (${visit.durationMs} ms)${visit.debounced ? ': same visit as just now' : ''}`,
      visit.outcome,
    );
  } catch (error) {
    say(error.message, 'error');
  } finally {
    button.disabled = false;
    button.classList.remove('ringing');
  }
});

at('enrol').addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    const list = at('list').value;
    const query = new URLSearchParams({ name: at('name').value });
    const person = await call(`/api/faces/${list}?${query}`, { method: 'POST', body: await currentPicture() });
    say(
      `${person.name} is on the list ${list} with ${person.encodings} ${person.encodings === 1 ? 'picture' : 'pictures'}.`,
      list,
    );
    at('name').value = '';
    await showPeople();
  } catch (error) {
    say(error.message, 'error');
  }
});

async function currentPicture() {
  if (stream) {
    const camera = at('camera');
    return await jpegOf(camera, camera.videoWidth, camera.videoHeight);
  }
  if (!picture) throw new Error('Choose a photo, or turn the camera on.');
  return picture;
}

/** Redrawn as a JPEG of a sensible size, upright whatever the phone wrote into the file. */
function jpegOf(source, width, height) {
  const scale = Math.min(1, LONGEST_EDGE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d').drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9));
}

function showPicture(blob) {
  picture = blob;
  const preview = at('preview');
  URL.revokeObjectURL(preview.src);
  preview.src = URL.createObjectURL(blob);
  show(preview);
  at('press').disabled = false;
}

function stopCamera() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = undefined;
  at('camera-toggle').textContent = 'Turn camera on';
  show(picture ? at('preview') : at('empty'));
  at('press').disabled = !picture;
}

function show(visible) {
  for (const id of ['camera', 'preview', 'empty']) at(id).hidden = at(id) !== visible;
}

async function call(path, init) {
  const response = await fetch(path, init);
  const serving = `${response.headers.get('X-Instance')} · version ${response.headers.get('X-Version')}`;
  at('serving').textContent = serving;
  if (response.status === 204) return undefined;
  const body = await response.json();
  if (!response.ok) throw new Error(`${body.error.message}. ${body.error.hint}`);
  return body;
}

function say(text, kind = '') {
  at('answer').textContent = text;
  at('answer').className = `answer ${kind}`;
}

function describe({ outcome, faces }) {
  const names = [...new Set(faces.map((face) => face.person).filter(Boolean))].join(', ');
  return names ? `${WORDS[outcome]}: ${names}` : WORDS[outcome];
}

function element(tag, text, className = '') {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

function visitItem(visit) {
  const item = document.createElement('li');
  const time = element('time', new Date(visit.occurredAt).toLocaleString());
  time.dateTime = visit.occurredAt;
  item.append(
    element('span', WORDS[visit.outcome], `badge ${visit.outcome}`),
    element('span', describe(visit), 'grow'),
  );
  item.append(element('span', `${visit.source.name} · ${visit.durationMs} ms`, 'quiet'), time);
  return item;
}

async function showPeople() {
  const lists = await Promise.all(['known', 'blacklist'].map((list) => call(`/api/faces/${list}`)));
  const items = lists.flatMap(({ list, items: people }) => people.map((person) => personItem(list, person)));
  at('people').replaceChildren(...(items.length > 0 ? items : [element('li', 'Nobody is enrolled yet.', 'quiet')]));
}

function personItem(list, { name, encodings }) {
  const item = document.createElement('li');
  const remove = element('button', 'Remove');
  remove.type = 'button';
  remove.setAttribute('aria-label', `Remove ${name} from ${list}`);
  remove.addEventListener('click', async () => {
    await call(`/api/faces/${list}/${encodeURIComponent(name)}`, { method: 'DELETE' }).catch((error) =>
      say(error.message, 'error'),
    );
    await showPeople();
  });
  item.append(element('span', list, `badge ${list}`), element('span', `${name} (${encodings})`, 'grow'), remove);
  return item;
}

function addVisit(visit) {
  const visits = at('visits');
  visits.querySelector('.quiet-note')?.remove();
  visits.prepend(visitItem(visit));
  while (visits.children.length > SHOWN) visits.lastElementChild.remove();
}

function follow() {
  const events = new EventSource('/api/events/stream');
  const live = (isLive) => {
    at('live').textContent = isLive ? 'live' : 'reconnecting';
    at('live').className = isLive ? 'badge live' : 'badge';
  };
  events.addEventListener('open', () => live(true));
  events.addEventListener('error', () => live(false));
  events.addEventListener('visit', ({ data }) => addVisit(JSON.parse(data)));
}

try {
  const { items } = await call('/api/events?limit=20');
  for (const visit of items.reverse()) addVisit(visit);
  if (items.length === 0) at('visits').append(element('li', 'Nobody has rung yet.', 'quiet quiet-note'));
  await showPeople();
} catch (error) {
  say(error.message, 'error');
}
follow();
