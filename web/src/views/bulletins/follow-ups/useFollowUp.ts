import { api, call, type Schemas } from '@/api/client';
import { type OneRecord, useRecord } from '../useRecord';

export type FollowUp = Schemas['FollowUpBody'];

export const useFollowUp = (id: string): OneRecord<FollowUp> =>
  useRecord('follow-ups', id, () =>
    call(api.GET('/api/bulletin-follow-ups/{id}', { params: { path: { id } } })),
  );
