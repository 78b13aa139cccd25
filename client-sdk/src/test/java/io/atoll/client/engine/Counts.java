package io.atoll.client.engine;

import java.util.EnumMap;
import java.util.Map;

/** Stats that are counted. */
final class Counts implements EngineStats {
  final Map<Phase, Integer> connections = new EnumMap<>(Phase.class);
  int done;
  int failed;
  int repeated;
  int hedged;
  int hedgesWon;
  int budgetSpent;
  int connectionsFailed;
  int viewsChanged;
  long bytesSent;
  int writes;
  int threw;
  int mostAttempts;

  @Override
  public void ended(Operation operation, CallFailure.Kind failure, long nanos, int attempts) {
    if (failure == null) {
      done++;
    } else {
      failed++;
    }
    mostAttempts = Math.max(mostAttempts, attempts);
  }

  @Override
  public void repeated(Operation operation) {
    repeated++;
  }

  @Override
  public void hedged(Operation operation) {
    hedged++;
  }

  @Override
  public void hedgeWon(Operation operation) {
    hedgesWon++;
  }

  @Override
  public void budgetSpent() {
    budgetSpent++;
  }

  @Override
  public void connectionFailed() {
    connectionsFailed++;
  }

  @Override
  public void connections(Phase phase, int delta) {
    connections.merge(phase, delta, Integer::sum);
  }

  @Override
  public void viewChanged(long epoch) {
    viewsChanged++;
  }

  @Override
  public void sent(long bytes, long frames) {
    bytesSent += bytes;
    writes++;
  }

  @Override
  public void listenerThrew(Throwable thrown) {
    threw++;
  }
}
