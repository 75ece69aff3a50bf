// @ts-check

const ink = '#242424';
const quiet = '#5c5c5c';
const accent = '#4a4f8f';

/** @param {string} text @param {string} subtle */
const colours = (text, subtle) => ({
  default: { default: text, subtle },
  accent: { default: accent, subtle: accent },
  dark: { default: ink, subtle: quiet },
  light: { default: '#ffffff', subtle: '#f3f3f3' },
  good: { default: '#1d6b32', subtle: '#1d6b32' },
  warning: { default: '#8a4b00', subtle: '#8a4b00' },
  attention: { default: '#a4262c', subtle: '#a4262c' },
});

const style = (/** @type {string} */ backgroundColor) => ({
  backgroundColor,
  foregroundColors: colours(ink, quiet),
});

/** How cards look: near to what Teams makes of them. https://learn.microsoft.com/adaptive-cards/rendering-cards/host-config */
export const hostConfig = {
  fontFamily: 'inherit',
  supportsInteractivity: true,
  fontSizes: { small: 12, default: 14, medium: 15, large: 17, extraLarge: 22 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  lineHeights: { small: 17, default: 20, medium: 21, large: 24, extraLarge: 29 },
  spacing: { small: 6, default: 8, medium: 14, large: 18, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: '#e3e3e8' },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: style('#ffffff'),
    emphasis: style('#f4f4f8'),
    accent: style('#ecedf9'),
    good: style('#e9f5ec'),
    warning: style('#fdf3e3'),
    attention: style('#fbebec'),
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder', color: 'default', size: 'default', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder', color: 'default', size: 'default' },
    },
    errorMessage: { color: 'attention', size: 'small', spacing: 'default', weight: 'default' },
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
  },
  adaptiveCard: { allowCustomStyle: false },
  imageSet: { imageSize: 'medium', maxImageHeight: 100 },
  factSet: {
    title: { weight: 'bolder', wrap: true, maxWidth: 160 },
    value: { weight: 'default', wrap: true },
    spacing: 12,
  },
  textStyles: { heading: { size: 'large', weight: 'bolder', color: 'default', fontType: 'default' } },
  textBlock: { headingLevel: 4 },
  table: { cellSpacing: 8 },
};
