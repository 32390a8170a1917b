import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { BothwaysError, readTouches } from '../../sdk/server/index.ts';
import type { Bothways } from '../../sdk/server/index.ts';
import { contentSecurityPolicy } from './layout.ts';
import type { Page, View } from './layout.ts';
import { discountOf, findOrder, newOrderId, saveOrder } from './orders.ts';
import type { Order } from './orders.ts';
import { checkoutPage, homePage, noServerPage, noServerThanksPage, orderPage, productPage } from './pages.ts';
import { CURRENCY, findProduct } from './products.ts';
import type { Product } from './products.ts';

export interface ShopOptions {
  readonly bothways: Bothways;
  readonly workerUrl: string;
  readonly publishableKey: string;
}

const CUSTOMERS = { ada: { id: 'c-ada', name: 'Ada', email: 'ada@example.com' } } as const;

const style = readFileSync(new URL('./style.css', import.meta.url), 'utf8');

/** The demo shop: pages with the tag, a checkout that checks codes, and a server that reports orders and refunds. */
export function createShop({ bothways, workerUrl, publishableKey }: ShopOptions): Hono {
  const app = new Hono();

  const show = async (c: Context, draw: (view: View) => Page) => {
    const customer = customerOf(c);
    const view: View = {
      nonce: crypto.randomUUID(),
      workerUrl,
      publishableKey,
      customer: customer && {
        name: customer.name,
        token: await bothways.identityToken({
          customerId: customer.id,
          email: customer.email,
          firstName: customer.name,
        }),
      },
    };
    c.header('content-security-policy', contentSecurityPolicy(view));
    c.header('referrer-policy', 'strict-origin-when-cross-origin');
    return c.html(await draw(view));
  };

  app.get('/', (c) => show(c, homePage));
  app.get('/style.css', (c) => c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/products/:slug', (c) => {
    const product = findProduct(c.req.param('slug'));
    return product ? show(c, (view) => productPage(view, product)) : c.notFound();
  });

  app.get('/checkout', (c) => {
    const product = findProduct(c.req.query('product'));
    const email = customerOf(c)?.email ?? '';
    return product
      ? show(c, (view) =>
          checkoutPage(view, { product, email, code: '', reply: null, discountMinor: 0, problem: null }),
        )
      : c.notFound();
  });

  app.post('/checkout', async (c) => {
    const field = textFields(await c.req.formData());
    const product = findProduct(field('product'));
    if (!product) return c.notFound();
    const [email, code] = [field('email'), field('code')];
    const checked = code === '' ? { reply: null, problem: null } : await checkCode(bothways, code, product);
    const discountMinor = discountOf(checked.reply, product.priceMinor);
    const stay = field('act') !== 'pay' || checked.problem !== null || (code !== '' && discountMinor === 0);
    const id = newOrderId();
    const problem = stay || code === '' ? checked.problem : await reserveCode(bothways, code, id);
    if (stay || problem !== null) {
      return show(c, (view) =>
        checkoutPage(view, { product, email, code, reply: checked.reply, discountMinor, problem }),
      );
    }
    const order = await placeOrder(bothways, {
      id,
      product,
      email,
      code: code === '' ? null : code,
      discountMinor,
      cookie: c.req.header('cookie') ?? null,
      customerId: customerOf(c)?.id,
    });
    return c.redirect(`/orders/${order.id}`, 303);
  });

  app.get('/orders/:id', (c) => {
    const order = findOrder(c.req.param('id'));
    return order ? show(c, (view) => orderPage(view, order)) : c.notFound();
  });

  app.post('/orders/:id/refund', async (c) => {
    const order = findOrder(c.req.param('id'));
    if (!order) return c.notFound();
    const remaining = order.subtotalMinor - order.refundedMinor;
    const part = textFields(await c.req.formData())('part');
    const amountMinor = part === 'half' ? Math.min(Math.ceil(order.subtotalMinor / 2), remaining) : remaining;
    // Each refund has an id of its own, so that a repeated click on this form's reply never refunds twice.
    await bothways.orders.refund({
      refundId: `${order.id}-${order.refundedMinor}`,
      orderId: order.id,
      currency: CURRENCY,
      amountMinor,
    });
    saveOrder({ ...order, refundedMinor: order.refundedMinor + amountMinor });
    return c.redirect(`/orders/${order.id}`, 303);
  });

  app.post('/session', async (c) => {
    const as = textFields(await c.req.formData())('as');
    setCookie(c, 'shop_customer', as, {
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
      ...(as === '' ? { maxAge: 0 } : {}),
    });
    return c.redirect('/', 303);
  });

  app.get('/no-server', (c) => show(c, noServerPage));
  app.get('/no-server/thank-you', (c) => {
    const bowl = findProduct('supper-bowl');
    const order = c.req.query('order');
    // As a payment link does: the order has its number before the page comes, so that a reload tells the same one.
    if (order === undefined) return c.redirect(`/no-server/thank-you?order=${newOrderId()}`, 303);
    return bowl ? show(c, (view) => noServerThanksPage(view, order, bowl)) : c.notFound();
  });

  // On an owner's own zone a Worker route answers /r/*; here the shop hands it on, so that the cookie is the shop's own too.
  app.get('/r/:code', async (c) => {
    const url = new URL(c.req.url);
    const headers = new Headers(c.req.raw.headers);
    headers.set('x-forwarded-host', url.host);
    headers.delete('host');
    const answer = await fetch(new URL(url.pathname + url.search, workerUrl), { headers, redirect: 'manual' });
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  });

  return app;
}

/** Reads a form's fields as trimmed text; a file, or nothing, is empty text. */
function textFields(form: FormData): (name: string) => string {
  return (name) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
}

function customerOf(c: Context): (typeof CUSTOMERS)['ada'] | null {
  return getCookie(c, 'shop_customer') === 'ada' ? CUSTOMERS.ada : null;
}

async function checkCode(bothways: Bothways, code: string, product: Product) {
  try {
    return { reply: await bothways.codes.check(code, { subtotalMinor: String(product.priceMinor) }), problem: null };
  } catch (error) {
    if (!(error instanceof BothwaysError)) throw error;
    return { reply: null, problem: 'This code could not be checked just now.' };
  }
}

/** Holds the code for this order, so that no other cart uses it while the payment runs; tells what is wrong where it can't. */
async function reserveCode(bothways: Bothways, code: string, orderId: string): Promise<string | null> {
  try {
    await bothways.codes.reserve(code, { orderId });
    return null;
  } catch (error) {
    if (!(error instanceof BothwaysError)) throw error;
    return 'This code was just taken by another order.';
  }
}

interface Purchase {
  readonly id: string;
  readonly product: Product;
  readonly email: string;
  readonly code: string | null;
  readonly discountMinor: number;
  readonly cookie: string | null;
  readonly customerId: string | undefined;
}

/** Takes the money (here: nothing) and reports the order. A shop never loses a sale to its referral program. */
async function placeOrder(
  bothways: Bothways,
  { id, product, email, code, discountMinor, cookie, customerId }: Purchase,
): Promise<Order> {
  const subtotalMinor = product.priceMinor - discountMinor;
  const order: Order = { id, product, email, code, discountMinor, subtotalMinor, refundedMinor: 0, decision: null };
  saveOrder(order);
  try {
    const decision = await bothways.orders.report({
      orderId: id,
      currency: CURRENCY,
      subtotalMinor,
      email,
      lines: [{ productId: product.slug, name: product.name, quantity: 1, amountMinor: product.priceMinor }],
      ...(code === null ? {} : { code, discountMinor }),
      ...(customerId === undefined ? {} : { customerId }),
      ...readTouches(cookie),
    });
    saveOrder({ ...order, decision });
  } catch (error) {
    if (!(error instanceof BothwaysError)) throw error;
    console.error(`Order ${id} is still to be reported: ${error.message}`);
  }
  return order;
}
