import { html } from 'hono/html';
import type { CodeReply } from '../../sdk/contract/orders.ts';
import { layout } from './layout.ts';
import type { Page, View } from './layout.ts';
import type { Order } from './orders.ts';
import { pot } from './pot.ts';
import { price, products } from './products.ts';
import type { Product } from './products.ts';

export function homePage(view: View): Page {
  return layout(
    view,
    'Pots for every day',
    html`<section class="hero">
        <h1>Pots for every day</h1>
        <p>Four shapes, one kiln, made in small batches.</p>
      </section>
      <ul class="grid">
        ${products.map(
          (product) =>
            html`<li>
              <a href="/products/${product.slug}">
                ${pot(product)}
                <strong>${product.name}</strong>
                <span class="price">${price(product.priceMinor)}</span>
              </a>
            </li>`,
        )}
      </ul>`,
  );
}

export function productPage(view: View, product: Product): Page {
  return layout(
    view,
    product.name,
    html`<section class="product">
      ${pot(product)}
      <div>
        <h1>${product.name}</h1>
        <p>${product.line}</p>
        <p class="price">${price(product.priceMinor)}</p>
        <a class="action" href="/checkout?product=${product.slug}">Buy</a>
      </div>
    </section>`,
  );
}

/** What the checkout form has been told so far. */
export interface Checkout {
  readonly product: Product;
  readonly email: string;
  readonly code: string;
  readonly reply: CodeReply | null;
  readonly discountMinor: number;
  readonly problem: string | null;
}

export function checkoutPage(view: View, { product, email, code, reply, discountMinor, problem }: Checkout): Page {
  const said = problem ?? reply?.reason ?? (reply?.valid ? `${price(discountMinor)} off.` : null);
  return layout(
    view,
    'Checkout',
    html`<form class="checkout" method="post" action="/checkout">
      <h1>Checkout</h1>
      <input type="hidden" name="product" value="${product.slug}" />
      <label>E-mail<input type="email" name="email" value="${email}" required autocomplete="email" /></label>
      <div class="code">
        <label>Code<input name="code" value="${code}" autocomplete="off" autocapitalize="characters" /></label>
        <button name="act" value="apply" formnovalidate>Apply</button>
      </div>
      ${said === null ? '' : html`<p class="said" role="status">${said}</p>`}
      <dl>
        <div>
          <dt>${product.name}</dt>
          <dd>${price(product.priceMinor)}</dd>
        </div>
        ${
          discountMinor > 0
            ? html`<div>
                <dt>From a friend</dt>
                <dd>−${price(discountMinor)}</dd>
              </div>`
            : ''
        }
        <div class="total">
          <dt>Total</dt>
          <dd>${price(product.priceMinor - discountMinor)}</dd>
        </div>
      </dl>
      <button class="action" name="act" value="pay">Pay (nothing is charged)</button>
    </form>`,
  );
}

export function orderPage(view: View, order: Order): Page {
  const remaining = order.subtotalMinor - order.refundedMinor;
  return layout(
    view,
    'Thank you',
    html`<section class="thanks">
      <h1>Thank you</h1>
      <p>Order <code>${order.id}</code>: ${order.product.name}, ${price(order.subtotalMinor)}.</p>
      ${order.refundedMinor > 0 ? html`<p class="said" role="status">${price(order.refundedMinor)} refunded.</p>` : ''}
      ${decisionNote(order)}
      ${
        remaining > 0
          ? html`<form method="post" action="/orders/${order.id}/refund">
              <button name="part" value="half">Refund half</button>
              <button name="part" value="all">Refund all</button>
            </form>`
          : ''
      }
    </section>`,
  );
}

/** A real shop would not show this; the demo does, because the decision is what there is to see. */
function decisionNote({ decision }: Order): Page {
  if (!decision) return html`<p class="said">The program could not be reached; the order will be reported again.</p>`;
  return html`<details class="decision" open>
    <summary>What the program decided: <strong>${decision.outcome}</strong></summary>
    <table>
      <thead>
        <tr>
          <th>Rule</th>
          <th>Seen</th>
          <th>Wanted</th>
        </tr>
      </thead>
      <tbody>
        ${decision.trace.rules.map(
          (step) =>
            html`<tr class="${step.passed ? 'passed' : 'failed'}">
              <td>${step.rule.replaceAll('_', ' ')}</td>
              <td>${String(step.seen ?? '—')}</td>
              <td>${String(step.wanted ?? '—')}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}

/** A shop that is files only: the thank-you page tells the order by itself, and the owner approves it. */
export function noServerPage(view: View): Page {
  return layout(
    view,
    'Without a server',
    html`<section class="thanks">
      <h1>A site without a server</h1>
      <p>Some sites are files and a payment link. They paste a second line on the page that thanks the buyer.</p>
      <a class="action" href="/no-server/thank-you">Buy a supper bowl</a>
    </section>`,
  );
}

export function noServerThanksPage(view: View, orderId: string, product: Product): Page {
  const amount = (product.priceMinor / 100).toFixed(2);
  return layout(
    view,
    'Thank you',
    html`<section class="thanks">
      <h1>Thank you</h1>
      <p>Order <code>${orderId}</code>: ${product.name}, ${price(product.priceMinor)}.</p>
      <p>
        This page told the program about it. Nobody vouches for a page, so the reward waits in the dashboard for the
        owner's yes.
      </p>
    </section>`,
    {
      after: html`<script
        async
        nonce="${view.nonce}"
        src="${view.workerUrl}/bothways.js"
        data-order-id="${orderId}"
        data-amount="${amount}"
        data-currency="USD"
      ></script>`,
    },
  );
}
