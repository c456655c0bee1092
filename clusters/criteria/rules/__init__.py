"""The law and arithmetic of criteria tables: plain functions without Django."""
