import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Language, type Node, Parser } from 'web-tree-sitter';

/*
 * No Bicep compiler is to be had as a package, so that its grammar reads the file and these rules stand for the compiler:
 * what they refuse, it would refuse or warn of.
 */

const grammar = fileURLToPath(import.meta.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm'));

export async function parseBicep(text: string): Promise<Node> {
  await Parser.init();
  const parser = new Parser().setLanguage(await Language.load(grammar));
  const tree = parser.parse(text);
  if (!tree) throw new Error('the grammar gave no tree');
  return tree.rootNode;
}

export async function readBicep(file: string): Promise<Node> {
  return parseBicep(readFileSync(file, 'utf8'));
}

/** Every mistake, with its line. */
export function bicepComplaints(root: Node): string[] {
  const broken = all(root).filter((node) => node.isError || node.isMissing);
  if (broken.length > 0) return broken.map((node) => at(node, `cannot be read: ${node.text.slice(0, 40)}`));
  return [
    ...resourceComplaints(root),
    ...parameterComplaints(root),
    ...referenceComplaints(root),
    ...secretComplaints(root),
  ];
}

function all(node: Node): Node[] {
  return [node, ...node.children.flatMap((child) => (child ? all(child) : []))];
}

const ofType = (root: Node, ...types: string[]): Node[] => all(root).filter(({ type }) => types.includes(type));
const nameOf = (declaration: Node): string => ofType(declaration, 'identifier')[0]?.text ?? '';
const at = (node: Node, complaint: string): string => `line ${node.startPosition.row + 1}: ${complaint}`;

/* ---- resources ---- */

const wholeType = /^'Microsoft\.[A-Za-z]+(\/[A-Za-z]+)+@\d{4}-\d{2}-\d{2}(-preview)?'$/;
const nestedType = /^'[a-z][A-Za-z]+'$/;

function resourceComplaints(root: Node): string[] {
  return ofType(root, 'resource_declaration')
    .filter((declaration) => {
      const type = declaration.namedChildren.find((child) => child?.type === 'string')?.text ?? '';
      return !(isNested(declaration) ? nestedType : wholeType).test(type);
    })
    .map((declaration) => at(declaration, `${nameOf(declaration)} has no type with a version of its API`));
}

function isNested(declaration: Node): boolean {
  return declaration.parent?.type === 'object_property';
}

/* ---- what is declared is described and used, what is used is declared ---- */

interface Declared {
  readonly name: string;
  readonly node: Node;
  readonly decorators: string;
}

const declarations = ['parameter_declaration', 'variable_declaration', 'resource_declaration'];

function listDeclared(root: Node, ...types: string[]): Declared[] {
  return ofType(root, ...types).map((node) => {
    const before = node.previousNamedSibling;
    return { name: nameOf(node), node, decorators: before?.type === 'decorators' ? before.text : '' };
  });
}

function parameterComplaints(root: Node): string[] {
  const used = new Set(references(root).map(({ text }) => text));
  const undescribed = listDeclared(root, 'parameter_declaration', 'output_declaration')
    .filter(({ decorators }) => !decorators.includes('@description('))
    .map(({ node, name }) => at(node, `${name} has no description`));
  const unused = listDeclared(root, 'parameter_declaration', 'variable_declaration')
    .filter(({ name }) => !used.has(name))
    .map(({ node, name }) => at(node, `${name} is not used`));
  return [...undescribed, ...unused];
}

/** Of the language; only those that are used here. */
const functions =
  'concat empty guid json listKeys resourceGroup string subscription subscriptionResourceId uniqueString utcNow'.split(
    ' ',
  );
const decorators = 'allowed description maxLength maxValue minLength minValue secure'.split(' ');

function referenceComplaints(root: Node): string[] {
  const known = new Set(listDeclared(root, ...declarations).map(({ name }) => name));
  const calls = ofType(root, 'call_expression').map((call) => ofType(call, 'identifier', 'property_identifier')[0]);
  return references(root)
    .filter((node) => !known.has(node.text))
    .filter((node) => {
      if (!calls.some((called) => called?.id === node.id)) return true;
      const allowed = node.parent?.parent?.type === 'decorator' ? decorators : functions;
      return !allowed.includes(node.text);
    })
    .map((node) => at(node, `nothing is called ${node.text}`));
}

/** Names that stand for something, not those that are declared or name a property. */
function references(root: Node): Node[] {
  return ofType(root, 'identifier').filter((node) => {
    const parent = node.parent?.type ?? '';
    const isFirst = node.parent?.namedChild(0)?.id === node.id;
    return !(isFirst && [...declarations, 'output_declaration', 'object_property'].includes(parent));
  });
}

/* ---- secrets ---- */

const secretName = /password|secret|token|key$/i;

function secretComplaints(root: Node): string[] {
  const parameters = listDeclared(root, 'parameter_declaration');
  const secure = parameters.filter((each) => each.decorators.includes('@secure()'));
  const open = parameters.filter((each) => secretName.test(each.name) && !secure.includes(each));
  const preset = secure.filter(({ node }) => /=(?!\s*''\s*$)/.test(node.text));
  const names = new Set(secure.map(({ name }) => name));
  const told = ofType(root, 'output_declaration').filter((output) => {
    return references(output).some(({ text }) => names.has(text)) || /list\w*\(/.test(output.text);
  });
  return [
    ...open.map(({ node, name }) => at(node, `${name} is a secret and not marked @secure()`)),
    ...preset.map(({ node, name }) => at(node, `${name} is a secret with a value in the file`)),
    ...told.map((output) => at(output, `${nameOf(output)} tells a secret`)),
  ];
}

/* ---- the lists of settings and secrets ---- */

export interface Entry {
  readonly name: string;
  /** The text of each other property, such as `secretRef`. */
  readonly [property: string]: string;
}

/** The objects in a variable that joins lists, some of them behind conditions: `concat([...], hasSlack ? [...] : [])`. */
export function readList(root: Node, variable: string, conditions: Readonly<Record<string, boolean>>): Entry[] {
  const declared = listDeclared(root, 'variable_declaration').find(({ name }) => name === variable);
  const parts = (declared && ofType(declared.node, 'arguments')[0]?.namedChildren) ?? [];
  return parts.flatMap((part) => (part ? chosen(part, conditions) : [])).map(toEntry);
}

function chosen(part: Node, conditions: Readonly<Record<string, boolean>>): Node[] {
  if (part.type !== 'ternary_expression') return objectsIn(part);
  const holds = conditions[part.childForFieldName('condition')?.text ?? ''];
  if (holds === undefined) throw new Error(`an unknown condition: ${part.text.slice(0, 40)}`);
  const side = part.childForFieldName(holds ? 'consequence' : 'alternative');
  return side ? objectsIn(side) : [];
}

function objectsIn(list: Node): Node[] {
  return list.namedChildren.flatMap((child) => (child?.type === 'object' ? [child] : []));
}

function toEntry(object: Node): Entry {
  const pairs = ofType(object, 'object_property').map(({ namedChildren: [key, value] }) => [
    key?.text,
    value?.text.replace(/^'(.*)'$/, '$1') ?? '',
  ]);
  return Object.fromEntries(pairs) as Entry;
}
