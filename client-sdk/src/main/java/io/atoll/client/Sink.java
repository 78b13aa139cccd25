package io.atoll.client;

import io.atoll.client.failure.AtollException;

/** Who waits for what came of one request; told exactly once, where callbacks run. */
interface Sink<T> {
  void done(T answer);

  void failed(AtollException failure);
}
