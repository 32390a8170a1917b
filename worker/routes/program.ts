import type { ProgramView } from '../../sdk/contract/owner.ts';
import { moneyUnit } from '../domain/ledger.ts';
import { changedSettings } from '../domain/program-change.ts';
import { recordAudit } from '../storage/audit.ts';
import { programScope, setCap } from '../storage/counters.ts';
import { enqueueDelivery } from '../storage/outbox.ts';
import { forgetPageSettings } from '../storage/page-settings.ts';
import { holdsNoReferrals, readProgram, saveProgram, setProgramState } from '../storage/programs.ts';
import type { Program } from '../storage/programs.ts';
import { commitBatch } from '../storage/store.ts';
import { actorOf } from './actor.ts';
import { Refusal } from './context.ts';
import type { Handlers } from './context.ts';

type ProgramCall = 'getProgram' | 'saveProgram' | 'setProgramState';

export const programHandlers: Pick<Handlers, ProgramCall> = {
  getProgram: async (_input, { store }) => {
    const program = await readProgram(store);
    return program ? programView(program) : noProgram();
  },

  saveProgram: async ({ body }, { platform, shop, store, caller, now }) => {
    const program = await readProgram(store);
    if (!program) return noProgram();
    const { settings } = body;
    const { programId } = program;
    const actor = actorOf(caller);
    const detail = { version: body.version + 1, changed: changedSettings(program.settings, settings) };
    const newCurrency = settings.currency !== program.settings.currency;
    const commit = await commitBatch(store, [
      ...saveProgram(store, { programId, settings }, body.version, actor, now),
      // Budget, ledger and figures are in one currency and never converted, so it is settled once somebody was referred.
      ...(newCurrency ? [holdsNoReferrals(store)] : []),
      setCap(store, programScope(programId), moneyUnit(settings.currency), settings.budgetMinor),
      recordAudit(store, platform, { actor, action: 'program.saved', subject: programId, detail }),
    ]);
    if (commit.kind === 'violated') {
      return newCurrency && body.version === program.version ? currencySettled(program) : editedElsewhere();
    }
    await forgetPageSettings(platform, shop);
    return { id: programId, version: body.version + 1, state: program.state, settings, savedAt: now };
  },

  setProgramState: async ({ body }, { platform, shop, store, caller, now }) => {
    const program = await readProgram(store);
    if (!program) return noProgram();
    const { programId } = program;
    if (program.state === body.state) return programView(program);
    if (program.state === 'ended') {
      return new Refusal('conflict', 'A program that has ended stays ended; what it promised is still kept.');
    }
    const commit = await commitBatch(store, [
      ...setProgramState(store, programId, { from: program.state, to: body.state }),
      enqueueDelivery(
        store,
        {
          id: platform.newId('dlv'),
          kind: 'webhook',
          topic: 'program.state_changed',
          payload: { programId, state: body.state },
        },
        now,
      ),
      recordAudit(store, platform, {
        actor: actorOf(caller),
        action: 'program.state_changed',
        subject: programId,
        detail: { from: program.state, to: body.state },
      }),
    ]);
    if (commit.kind === 'violated') return editedElsewhere();
    await forgetPageSettings(platform, shop);
    platform.hurryOutbox(store.shopId);
    return programView({ ...program, state: body.state });
  },
};

function programView(program: Program): ProgramView {
  const { programId, version, state, settings, savedAt } = program;
  return { id: programId, version, state, settings, savedAt };
}

function noProgram(): Refusal {
  return new Refusal('not_found', 'This shop has no program.');
}

function editedElsewhere(): Refusal {
  return new Refusal(
    'conflict',
    'Somebody else has changed the program in the meantime; load it again and repeat the change.',
  );
}

function currencySettled({ settings }: Program): Refusal {
  return new Refusal(
    'conflict',
    `The currency stays ${settings.currency}: friends have been referred, and their rewards, the budget and the figures are in it.`,
    'settings.currency',
  );
}
