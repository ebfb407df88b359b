import { notifications } from "@mantine/notifications";

/** Says quietly that something is done. */
export const tell = (message: string): void => {
  notifications.show({ message, autoClose: 4000, withCloseButton: true });
};

/** Says that something was not done, and stays until it is read. */
export const tellFailure = (message: string): void => {
  notifications.show({ message, title: "Not done", color: "red", autoClose: false });
};
