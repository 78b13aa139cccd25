package io.atoll.router.policy;

/** How one attempt to have a request served by one node ended. */
public sealed interface AttemptEnd {
  /** No byte of the request was sent: there was no connection to send it on. */
  record NeverSent(String reason) implements AttemptEnd {}

  /** It was sent, and the connection ended before the answer had. */
  record BrokenOff(String reason) implements AttemptEnd {}

  /** It was sent, and no answer came for as long as anybody wanted to wait. */
  record Silent(String reason) implements AttemptEnd {}

  /**
   * The node answered.
   *
   * @param problem the kind of problem that it answered with, the end of {@code
   *     urn:atoll:error:KIND}; "" when it is none of those
   */
  record Answered(int status, String problem) implements AttemptEnd {}
}
