package io.atoll.chaos.history;

import io.atoll.ring.ConsistencyLevel;

/** What a client asked a node for, and how that ended. */
public abstract class Request {
  private final int id;
  private final Question question;
  private Ending ending = Ending.OPEN;

  /**
   * @param id unique among the reads, or the writes, of a run, 0 or more
   */
  Request(int id, Question question) {
    this.id = id;
    this.question = question;
  }

  public final int id() {
    return id;
  }

  public final Question question() {
    return question;
  }

  public final String keyspace() {
    return question.keyspace();
  }

  public final String key() {
    return question.key();
  }

  public final ConsistencyLevel level() {
    return question.level();
  }

  /** What its client was told at last. */
  public void ended(Ending how) {
    ending = how;
  }

  public final Ending ending() {
    return ending;
  }
}
