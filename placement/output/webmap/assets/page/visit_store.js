// Where the notes of a visit are kept: in this browser's own database, or in the page's memory where a file may have none.
/** @import { CameraNote, Notes } from "../core/visit.js" */
import { DATA } from "./data.js";

const NAME = "placement-visit", STORE = "notes";

/** @type {{ database: IDBDatabase | null }} */
const kept = { database: null };

/** Notes of other plans lie in the same database: a page from a file shares it with all others. @param {string} cameraId */
function keyOf(cameraId) {
  return [DATA.case, cameraId];
}

/**
 * The answer of the database.
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("no database")));
  });
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  const request = indexedDB.open(NAME, 1);
  request.addEventListener("upgradeneeded", () => request.result.createObjectStore(STORE));
  return answer(request);
}

/**
 * The notes kept before; none where the browser keeps nothing for this page.
 * @returns {Promise<Notes>}
 */
export async function storedNotes() {
  try {
    kept.database = await open();
    const range = IDBKeyRange.bound([DATA.case], [DATA.case, []]);
    /** @type {CameraNote[]} */
    const notes = await answer(kept.database.transaction(STORE).objectStore(STORE).getAll(range));
    return Object.fromEntries(notes.map((note) => [note.camera_id, note]));
  } catch {
    kept.database = null;
    return {};
  }
}

/** Whether notes outlive the page. */
export function isKept() {
  return kept.database !== null;
}

/**
 * Keep a note, or forget what was noted at a camera.
 * @param {string} cameraId
 * @param {CameraNote | null} note
 */
export async function storeNote(cameraId, note) {
  if (!kept.database) return;
  try {
    const store = kept.database.transaction(STORE, "readwrite").objectStore(STORE);
    if (note === null) await answer(store.delete(keyOf(cameraId)));
    else await answer(store.put(note, keyOf(cameraId)));
  } catch {
    kept.database = null; // full or taken away: from now on in memory, and the page says so
  }
}
