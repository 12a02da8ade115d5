package io.dealsync.testing.ports;

class FakeStoreTest extends StoreContract {

  @Override
  protected Store store() {
    return new FakeStore();
  }
}
