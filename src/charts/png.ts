import { fileURLToPath } from 'node:url';
import { renderAsync } from '@resvg/resvg-js';

/** Sharp on a screen that draws two and a half pixels for each unit, and still readable at three quarters of its size. */
const ZOOM = 2.5;

const fontFiles = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map((file) =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${file}`)),
);

/** The picture as PNG, the same on every machine: its font comes with it. Off the main thread. */
export async function toPng(svg: string): Promise<Buffer> {
  const picture = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: ZOOM },
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'Inter' },
  });
  return picture.asPng();
}
