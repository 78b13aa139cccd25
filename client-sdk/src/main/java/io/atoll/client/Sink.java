package io.atoll.client;

import io.atoll.client.failure.AtollException;

/** Receives the result of one request, exactly once, where callbacks run. */
interface Sink<T> {
  void done(T answer);

  void failed(AtollException failure);
}
