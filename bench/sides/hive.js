// Configuration of Hive Gateway: who is asking is handed on to the subgraphs, and nothing else is set.
export const gatewayConfig = {
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => ({
      authorization: request.headers.get('authorization') ?? '',
    }),
  },
};
