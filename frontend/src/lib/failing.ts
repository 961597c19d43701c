/** What a page about a reader says when the API says no. */
import { ApiProblem, ApiUnavailable } from "./api/client.ts";

/** What went wrong, in words, beside a field or for all of the form; and the status it is answered with. */
export interface Failure {
  status: number;
  message: string;
  errors: Readonly<Record<string, string>>;
}

/** Returns what `work` gives, or what went wrong if the API said no or is away; other errors are raised. */
export async function orFailure<T>(work: Promise<T>, otherwise: string): Promise<T | Failure> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ApiUnavailable) {
      console.error(error.message);
      return { status: 503, message: otherwise, errors: {} };
    }
    if (!(error instanceof ApiProblem)) throw error;
    const errors = Object.fromEntries(error.errors.map((one) => [one.field, one.message]));
    return { status: error.status, message: error.message, errors };
  }
}

export function isFailure(result: unknown): result is Failure {
  return typeof result === "object" && result !== null && "status" in result && "errors" in result;
}
