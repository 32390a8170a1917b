import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { OrderListReply } from '../../../../sdk/contract/orders.ts';
import { BothwaysError } from '../../../../sdk/errors.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { Badge, type Tone } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Form } from '../../ui/Form.tsx';
import { Table } from '../../ui/Table.tsx';
import { useWords } from '../../words/words.ts';

type Row = OrderListReply['rows'][number];
const TONE: Readonly<Record<Row['outcome'], Tone>> = {
  rewarded: 'good',
  refused: 'neutral',
  known: 'neutral',
  error: 'bad',
};

const SAMPLE = 'order_id,subtotal,currency,email,code,placed_at\n1001,59.00,USD,grace@example.com,ADA7,2026-11-20';

/** A list of orders from a file or the clipboard; what became of each row is told row by row. */
export function OrderListForm({ onRecorded }: { readonly onRecorded: () => void }) {
  const { orderForms: words } = useWords();
  const csv = useSignal('');
  const rows = useSignal<readonly Row[]>([]);
  const total = useSignal(0);
  const isDone = useSignal(false);
  const fileId = useId();
  const upload = useUpload((settled) => (rows.value = [...rows.value, ...settled]));
  const send = async () => {
    const text = csv.value.trim();
    if (text === '') throw new BothwaysError('bad_input', words.listEmpty, { field: 'csv' });
    rows.value = [];
    total.value = text.split('\n').length - 1;
    try {
      await upload(text);
      isDone.value = true;
    } finally {
      onRecorded();
    }
  };
  if (isDone.value) return <Result rows={rows.value} onAgain={() => (isDone.value = false)} />;
  return (
    <Form action={words.listSend} onSend={send} fields={['csv']}>
      <p>{words.listExplain}</p>
      <p class="soft">{words.listColumns}</p>
      <pre class="code sample">{SAMPLE}</pre>
      <div class="field">
        <label class="field-label" for={fileId}>
          {words.listFile}
        </label>
        <input
          id={fileId}
          type="file"
          accept=".csv,text/csv,text/plain"
          onChange={({ currentTarget }) => void currentTarget.files?.[0]?.text().then((text) => (csv.value = text))}
        />
      </div>
      <Field label={words.listPaste} name="csv" consequence={words.listSafe}>
        {(wiring) => (
          <textarea
            {...wiring}
            class="code"
            rows={8}
            spellcheck={false}
            value={csv.value}
            onInput={({ currentTarget }) => (csv.value = currentTarget.value)}
          />
        )}
      </Field>
      {total.value > 0 && (
        <output>
          <progress aria-label={words.listSend} max={total.value} value={rows.value.length} />{' '}
          {words.listSending(rows.value.length, total.value)}
        </output>
      )}
    </Form>
  );
}

/** Sends the list call by call, as each tells where to go on; stops where the dialog is closed. */
function useUpload(onRows: (rows: readonly Row[]) => void): (csv: string) => Promise<void> {
  const { api } = useDashboard();
  const isOpen = useRef(true);
  useEffect(() => () => void (isOpen.current = false), []);
  return async (csv) => {
    let fromRow: number | null = 1;
    while (fromRow !== null && isOpen.current) {
      const reply: OrderListReply = await api.call('importOrders', { body: { csv, fromRow } });
      onRows(reply.rows);
      fromRow = reply.nextRow;
    }
  };
}

function Result({ rows, onAgain }: { readonly rows: readonly Row[]; readonly onAgain: () => void }) {
  const { orderForms: words } = useWords();
  const errors = rows.filter(({ outcome }) => outcome === 'error').length;
  return (
    <div class="outcome">
      <p aria-live="polite">
        <strong>{words.summary(rows.length, errors)}</strong>
      </p>
      <div class="scroll">
        <Table
          caption={words.listTitle}
          rows={rows}
          keyOf={({ row }) => String(row)}
          columns={[
            { head: words.row, isNumber: true, cell: ({ row }) => row },
            { head: words.orderId, cell: ({ orderId }) => <code>{orderId}</code> },
            {
              head: words.outcome,
              cell: ({ outcome }) => <Badge tone={TONE[outcome]}>{words.outcomes[outcome]}</Badge>,
            },
            { head: words.detail, cell: ({ detail }) => detail },
          ]}
        />
      </div>
      <div class="form-actions">
        <Button onClick={onAgain}>{words.another}</Button>
      </div>
    </div>
  );
}
