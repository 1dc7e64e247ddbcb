import { createRequire } from 'node:module';
import path from 'node:path';
import { type FontRoles } from './font-roles.js';

const require = createRequire(import.meta.url);

/**
 * The faces shipped with the program (licences: `templates/fonts/README.md`). A bureau that holds
 * licences for 方正小标宋 or 仿宋_GB2312 passes its own table instead.
 *
 * Latin letters and digits of fang and kai come from Noto Serif SC Light, because the Fandol faces
 * draw theirs too wide. The Noto faces close each chain: they hold the rare characters of names.
 */
export function defaultFontRoles(fontsFolder: string): FontRoles {
  const noto = (file: string): string => require.resolve(`@expo-google-fonts/${file}`);
  const fandol = (file: string): string => path.join(fontsFolder, 'fandol', file);
  const serifLight = noto('noto-serif-sc/300Light/NotoSerifSC_300Light.ttf');
  const serif = noto('noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf');
  const serifBold = noto('noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf');
  const sans = noto('noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf');
  return {
    title: { files: [serifBold, sans] },
    hei: { files: [sans, serif] },
    song: { files: [serif, sans] },
    fang: { files: [fandol('FandolFang-Regular.otf'), serifLight, sans], latin: serifLight },
    kai: { files: [fandol('FandolKai-Regular.otf'), serifLight, sans], latin: serifLight },
  };
}
