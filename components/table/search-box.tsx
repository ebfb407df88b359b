import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type RefObject, useEffect, useState } from "react";

const SEARCH_PAUSE_MS = 300;

interface SearchBoxProps {
  /** What ears hear: *Search cases*. */
  label: string;
  /** What can be typed: *Name, number or C-123*. */
  placeholder: string;
  /** What the address says. */
  value: string | null;
  inputRef: RefObject<HTMLInputElement | null>;
  onSearch: (search: string | null) => void;
  width?: number;
}

/** Searches once typing rests; what the address says wins when it changes by itself. */
export function SearchBox({ label, placeholder, value, inputRef, onSearch, width = 220 }: SearchBoxProps) {
  const sought = value ?? "";
  const [text, setText] = useState(sought);
  const [known, setKnown] = useState(sought);
  if (known !== sought) {
    setKnown(sought);
    if (sought !== text.trim()) setText(sought);
  }
  useEffect(() => {
    if (text.trim() === sought) return;
    const timer = setTimeout(() => onSearch(text.trim() || null), SEARCH_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, sought, onSearch]);
  return (
    <TextInput
      ref={inputRef}
      type="search"
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      maxLength={100}
      w={width}
    />
  );
}
