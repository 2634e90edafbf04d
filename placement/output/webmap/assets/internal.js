// The council's map in the internal edition: beside all else it answers "what if", looks through cameras and leads a site visit.
import { startCouncil } from "./council.js";
import { startLive } from "./page/live/live.js";
import { startLook } from "./page/look/look.js";
import { startVisit } from "./page/visit.js";

startCouncil([startLive, startLook, startVisit]);
