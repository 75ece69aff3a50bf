import { linkAddress, webAddress } from './addresses.ts';
import { cut } from './characters.ts';
import { isObject, type JsonObject, listOf, placeOf, step, stringOf, wordOf } from './json.ts';
import { inShort } from './losses.ts';
import { exactMrkdwn } from './mrkdwn.ts';
import { type ImagePiece, type Picture, type Piece, textPiece } from './pieces.ts';
import { type Inline, section, textInline } from './rich.ts';
import type { Scope } from './scope.ts';
import { readPlain } from './wording.ts';

const LONGEST_ALT = 2000;
const SMALL = new Set(['small', 'icon']);
const ICON_PIXELS = 48;

export function renderImage(scope: Scope, element: JsonObject, path: string, isSmall = false): Piece[] {
  const from = step(path, 'altText');
  const alt = readPlain(scope, element.altText, from);
  const url = webAddress(element.url);
  if (url === undefined) return withoutAddress(scope, element, path, alt);
  const size = wordOf(element.size);
  const pixels = pixelsOf(element);
  const isIcon =
    SMALL.has(size) || wordOf(element.style) === 'person' || (pixels !== undefined && pixels <= ICON_PIXELS);
  const isSized = isIcon || pixels !== undefined || !['', 'auto'].includes(size);
  const small = isSmall || scope.narrow || isIcon;
  const picture = pictureOf(scope, url, alt, from);
  return [
    {
      kind: 'image',
      picture,
      small,
      isIcon,
      isSized,
      hasText: alt !== undefined,
      from: [alt === undefined ? path : from],
    },
  ];
}

/** The smaller of the sides that the card gives in pixels. */
function pixelsOf(element: JsonObject): number | undefined {
  const sides = [element.width, element.height].map((side) => /^(\d+)px$/.exec(wordOf(side))?.[1]);
  const pixels = sides.filter((side) => side !== undefined).map(Number);
  return pixels.length > 0 ? Math.min(...pixels) : undefined;
}

/** Slack wants a text for every picture; one without gets its file's name, else the bare word. */
function pictureOf(scope: Scope, url: string, alt: string | undefined, from: string): Picture {
  if (alt !== undefined && alt.length > LONGEST_ALT)
    scope.ledger.add(from, 'end of a very long text of a picture', 'its beginning');
  return { type: 'image', image_url: url, alt_text: cut(alt ?? fileName(url), LONGEST_ALT) };
}

function fileName(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  const name = last
    .replace(/\.\w+$/, '')
    .replace(/[-_+]|%20/g, ' ')
    .trim();
  return /^[\p{L} ]{3,40}$/u.test(name) ? name : 'Image';
}

function withoutAddress(scope: Scope, element: JsonObject, path: string, alt: string | undefined): Piece[] {
  const instead = alt === undefined ? 'left out' : 'its text';
  if (element.url === undefined) scope.ledger.add(path, 'picture without an address', instead);
  else scope.ledger.add(step(path, 'url'), `picture at ${inShort(element.url)}`, instead);
  return alt === undefined
    ? []
    : [textPiece([section([textInline(alt, { italic: true })])], [step(path, 'altText')], 'note')];
}

export function renderImageSet(scope: Scope, element: JsonObject, path: string): Piece[] {
  const pieces = listOf(element.images).flatMap((image, at): Piece[] => {
    const here = step(step(path, 'images'), at);
    return scope.element(scope, isObject(image) ? { type: 'Image', ...image } : image, here).map(small);
  });
  const isGallery = !SMALL.has(wordOf(element.imageSize)) && !scope.narrow && pieces.length <= MOST_IN_GALLERY;
  return isGallery ? pieces.map(captioned) : stripsOf(pieces);
}

/** A picture that is worth a look, at the side of its text; the strip's are as small as a letter. */
function captioned(piece: Piece): Piece {
  const caption =
    piece.kind === 'image' && piece.hasText ? exactMrkdwn([textInline(piece.picture.alt_text)]) : undefined;
  if (piece.kind !== 'image' || caption === undefined || caption.length > LONGEST_CAPTION) return piece;
  const rich = [section([textInline(piece.picture.alt_text)])];
  return { kind: 'beside', mrkdwn: caption, rich, accessory: piece.picture, from: piece.from };
}

function small(piece: Piece): Piece {
  return piece.kind === 'image' ? { ...piece, small: true } : piece;
}

const MOST_IN_STRIP = 10;
const MOST_IN_GALLERY = 6;
const LONGEST_CAPTION = 300;

/** Small pictures that follow each other share a line, ten at most. */
function stripsOf(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  let group: ImagePiece[] = [];
  const close = () => {
    if (group.length > 0) result.push(stripOf(group));
    group = [];
  };
  for (const piece of pieces) {
    if (piece.kind === 'image') group.push(piece);
    if (piece.kind !== 'image' || group.length === MOST_IN_STRIP) close();
    if (piece.kind !== 'image') result.push(piece);
  }
  close();
  return result;
}

function stripOf(images: readonly ImagePiece[]): Piece {
  const rich = [section(images.map((image, at) => textInline(`${at > 0 ? '\n' : ''}${image.picture.alt_text}`)))];
  return {
    kind: 'strip',
    elements: images.map((image) => image.picture),
    rich,
    from: images.flatMap((image) => image.from),
  };
}

/** Slack plays only from domains that an app has registered: a link, under its poster. */
export function renderMedia(scope: Scope, element: JsonObject, path: string): Piece[] {
  const from = step(path, 'altText');
  const alt = readPlain(scope, element.altText, from);
  const sources = listOf(element.sources).filter(isObject);
  const url = sources.map((source) => linkAddress(source.url)).find((address) => address !== undefined);
  const label = alt ?? (url === undefined ? undefined : 'Media');
  scope.ledger.add(
    placeOf(element, path, 'sources'),
    `${mimeOf(sources)} that plays in the card`,
    url === undefined ? 'its text' : 'a link',
  );
  const poster = webAddress(element.poster);
  if (element.poster !== undefined && poster === undefined)
    scope.ledger.add(step(path, 'poster'), 'poster', 'left out');
  const picture: Piece[] =
    poster === undefined
      ? []
      : [{ kind: 'image', picture: pictureOf(scope, poster, alt, from), small: false, from: [step(path, 'poster')] }];
  if (label === undefined) return picture;
  const inline: Inline = url === undefined ? textInline(label) : { type: 'link', url, text: label };
  return [...picture, textPiece([section([textInline('▶ '), inline])], [alt === undefined ? path : from])];
}

function mimeOf(sources: readonly JsonObject[]): string {
  const mime = sources.map((source) => stringOf(source.mimeType)).find((type) => type !== undefined);
  return mime === undefined ? 'media' : mime;
}
