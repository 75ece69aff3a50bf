import htm from 'htm';
import { h } from 'preact';

/** Markup without a build step: tagged templates that make Preact's nodes. */
export const html = htm.bind(h);
