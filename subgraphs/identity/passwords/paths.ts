const base = '/account/password';

/** Where the pages about passwords are. */
export const paths = {
  base,
  forgot: `${base}/forgot`,
  link: (token: string) => `${base}/${token}`,
};
