/** Why the clouds' own logins give no token, and what to do. Foreign words come as one line. */
export const clouds = {
  refused: (name: string, said: string) => `${name} gave no token: ${said}`,
  answered: (name: string, status: number) => `${name} gave no token and answered ${status}.`,
  google: {
    name: 'Google’s login',
    machine: 'The metadata server',
    notOne: 'This is neither the key of a service account (JSON) nor the path of such a file.',
    noFile: (path: string) => `There is no Google credentials file at ${path}.`,
    notAFile: (path: string) => `The file ${path} does not hold Google credentials.`,
    badKey: (email: string) =>
      `The private key of ${email} cannot be read. Download a new key file and replace this one.`,
    account: (email: string, said: string) =>
      `Google refused the key of ${email}: ${said} Make a new key for it in the Google Cloud console and replace this one.`,
    login: (said: string) =>
      `The Google login of this computer is not good any more: ${said} Run “gcloud auth application-default login”.`,
    none: 'No Google login was found on this computer. Run “gcloud auth application-default login”, or give the key of a service account.',
    throughGcloud: (type: string) =>
      `Google credentials of the kind ${type} are used through gcloud, which gave no token. Run “gcloud auth application-default login”.`,
  },
  entra: {
    name: 'Microsoft Entra ID',
    notOne: 'This is neither a key of the resource nor an app registration with tenant, client and secret.',
    app: (said: string) => `Microsoft Entra ID refused the app: ${said}`,
    expired: 'The client secret has expired. Make a new one for the app in the Azure portal and replace this key.',
    wrongSecret: 'The client secret is not the right one. Paste its value, not its ID.',
    noTenant: 'There is no such tenant. Check its ID.',
    noApp: 'The tenant has no such app. Check the client ID.',
    none: 'No Azure login was found on this computer. Run “az login”, or give an API key.',
  },
} as const
