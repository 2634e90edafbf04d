// A photo from the phone's camera, made small enough to keep and to send.

const LONGEST_SIDE_PX = 1600, QUALITY = 0.8;

/**
 * A picture file as a JPEG of limited size, or null if it is no picture; its place and time go with what is left out.
 * @param {Blob} file
 */
export async function smallPhoto(file) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(scale * picture.width));
    canvas.height = Math.max(1, Math.round(scale * picture.height));
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return canvas.toDataURL("image/jpeg", QUALITY);
  } catch {
    return null;
  }
}
