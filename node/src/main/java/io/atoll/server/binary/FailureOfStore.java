package io.atoll.server.binary;

import io.atoll.replication.RequestFailure;
import io.atoll.wire.FailureCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failed future of the store becomes for the client. */
final class FailureOfStore {
  private static final Logger LOG = LoggerFactory.getLogger(FailureOfStore.class);

  private FailureOfStore() {}

  static FailureCode code(Throwable failure) {
    return failure instanceof RequestFailure known ? known.code() : FailureCode.DEFECT;
  }

  /** What the client is told; of a defect only that there is one, and the log learns which. */
  static String message(Throwable failure) {
    if (code(failure) == FailureCode.DEFECT) {
      LOG.error("A request failed unexpectedly", failure);
      return "an unexpected failure, which the log of the node explains";
    }
    return failure.getMessage();
  }
}
