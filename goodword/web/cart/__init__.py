"""What a person means to buy, by shop. A guest's cart hangs on a secret in their session (S-02)."""
