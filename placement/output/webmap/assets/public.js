// The council's map in the edition that may be published.
import { startCouncil } from "./council.js";

startCouncil();
