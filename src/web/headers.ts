import type restify from 'restify';
import { contentSecurityPolicy } from '../pages/document.ts';

/** What a page or file says of itself: nothing on the way keeps it, and no address that people go on to learns its own. */
export function setPageHeaders(res: restify.Response): void {
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('Referrer-Policy', 'no-referrer');
  res.setHeader('X-Robots-Tag', 'noindex');
  res.setHeader('Content-Security-Policy', contentSecurityPolicy);
}

export function sendPage(res: restify.Response, status: number, html: string): void {
  setPageHeaders(res);
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.sendRaw(status, html);
}
