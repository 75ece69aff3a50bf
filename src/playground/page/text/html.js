// @ts-check
/** @import { Inline, TextBlock } from '../types.d.ts' */

/*
 * Parsed Markdown as HTML, for the card renderer, which takes a string. Every letter that came from outside is
 * escaped here; only the tags below can come out.
 */

/** @param {string} text */
export function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/**
 * @param {TextBlock[]} blocks
 * @returns {string}
 */
export function blocksToHtml(blocks) {
  return blocks.map(blockToHtml).join('');
}

/**
 * @param {TextBlock} block
 * @returns {string}
 */
function blockToHtml(block) {
  if (block.kind === 'list') {
    const items = block.items.map((item) => `<li>${item.map(looseToHtml).join('')}</li>`).join('');
    return block.ordered ? `<ol start="${block.start}">${items}</ol>` : `<ul>${items}</ul>`;
  }
  return block.kind === 'paragraph' ? `<p>${inlinesToHtml(block.children)}</p>` : '';
}

/** @param {TextBlock} block */
function looseToHtml(block) {
  return block.kind === 'paragraph' ? inlinesToHtml(block.children) : blockToHtml(block);
}

/** @param {Inline[]} nodes */
function inlinesToHtml(nodes) {
  return nodes.map(inlineToHtml).join('');
}

/**
 * @param {Inline} node
 * @returns {string}
 */
function inlineToHtml(node) {
  switch (node.kind) {
    case 'text':
      return escapeHtml(node.text);
    case 'strong':
      return `<strong>${inlinesToHtml(node.children)}</strong>`;
    case 'em':
      return `<em>${inlinesToHtml(node.children)}</em>`;
    case 'link':
      return `<a href="${escapeHtml(node.href)}" target="_blank" rel="noopener noreferrer">${inlinesToHtml(node.children)}</a>`;
    case 'break':
      return '<br>';
    default:
      return '';
  }
}
