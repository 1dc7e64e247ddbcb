import { ElMessage } from 'element-plus';
import { useQueryClient } from '@tanstack/vue-query';
import { api, call, ifMatch } from '@/api/client';
import { type Form, useForm } from '@/forms/useForm';
import { useRefresh } from '../../refresh';
import type { Report } from '../report-kind';

interface Params {
  readonly path: { readonly id: string };
  readonly header: { readonly 'If-Match': string };
}

/** One step on a report in a dialog: its form, and the sending with the version that was seen. */
export function useReportStep<V extends object>(
  report: Report,
  initial: () => V,
  close: () => void,
): {
  form: Form<V>;
  send: (step: (params: Params) => Promise<unknown>, said: string) => Promise<boolean>;
} {
  const client = useQueryClient();
  const refresh = useRefresh();
  const { id, version: seen } = report;
  const form = useForm<V>({
    initial,
    version: () => seen,
    refresh: async () => {
      const latest = await call(api.GET('/api/reports/{id}', { params: { path: { id } } }));
      client.setQueryData(['reports', 'one', id], latest);
      return latest.version;
    },
  });
  return {
    form,
    send: (step, said) =>
      form.submit(
        (version) => step({ path: { id }, header: ifMatch(version) }),
        async () => {
          ElMessage.success(said);
          await refresh();
          close();
        },
      ),
  };
}
